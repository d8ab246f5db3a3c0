package opencmg.client.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import opencmg.client.http.WebRequest;
import opencmg.client.message.Locations;
import opencmg.client.message.Reply;
import opencmg.client.message.SiteInformation;
import opencmg.client.message.UnreadableReplyException;
import opencmg.launch.cmtrace.ComponentLog;

/** Finds a source of the client's files: the site's locations in their order, and the management point as the last. */
final class ContentSources {

    private final MpSession session;
    private final ComponentLog log;

    ContentSources(MpSession session, ComponentLog log) {
        this.session = session;
        this.log = log;
    }

    /**
     * Returns the base URL of the first source that has the file.
     *
     * @param file name of the file
     */
    String findSource(String file, String siteCode) {
        for (String source : sources(siteCode)) {
            String url = source + "/" + file;
            log.info("Checking the URL '" + url + "'");
            try {
                String size =
                        session.http().send(session.requestTo("HEAD", url)).header("Content-Length");
                log.info("Found " + file + " with " + size + " bytes");
                return source;
            } catch (SetupFailedException e) {
                if (source.equals(ownMp()) || e.isCredentialRefused()) {
                    throw e;
                }
                log.warning("The location '" + source + "' does not serve: " + e.getMessage());
            }
        }
        throw new IllegalStateException("the management point itself is always the last one");
    }

    private List<String> sources(String siteCode) {
        log.info("Searching for DP locations from MP(s)...");
        String request = Locations.clientPackageRequest(siteCode, session.onInternet());
        log.info("Sending location request to '" + session.mp().name() + "' with payload '" + request + "'");
        try {
            Reply reply = session.message(SiteInformation.ENDPOINT, "", request);
            log.info("Received message '" + reply.body() + "'");
            List<String> sources = new ArrayList<>();
            Locations.parseContentSources(reply).forEach(source -> addIfUsable(source, sources));
            if (!sources.contains(ownMp())) {
                sources.add(ownMp());
            }
            return sources;
        } catch (UnreadableReplyException e) {
            throw session.http().unreadable(e);
        }
    }

    // A token is sent only to the gateway. A reply must not be able to redirect it to another host.
    private void addIfUsable(String location, List<String> sources) {
        String source = session.rewriteForRoute(location).replaceFirst("/+$", "");
        if (session.hasToken() && !WebRequest.get(source).uri().getAuthority().equalsIgnoreCase(authority())) {
            log.warning("The location '" + source + "' is passed over: it is not behind the gateway.");
            return;
        }
        if (source.toLowerCase(Locale.ROOT).contains("getcontentxmlsecure")) {
            log.warning("The location '" + source + "' is on Azure, which this client does not read.");
            return;
        }
        log.info("The location '" + source + "' is offered by the site.");
        sources.add(source);
    }

    private String authority() {
        return WebRequest.get(ownMp()).uri().getAuthority();
    }

    private String ownMp() {
        return session.url("/CCM_Client");
    }
}
