package opencmg.client.setup;

import opencmg.client.message.Reply;
import opencmg.client.message.SiteInformation;
import opencmg.client.message.UnreadableReplyException;
import opencmg.launch.cmtrace.ComponentLog;

/** Requests the site's information from the management point and compares its site code with the configured one. */
final class SiteLookup {

    private final ComponentLog log;

    SiteLookup(ComponentLog log) {
        this.log = log;
    }

    SiteInformation.Site site(MpSession session, String siteCode) {
        String request = SiteInformation.request(siteCode);
        log.info("Sending location request to '" + session.mp().name() + "' with payload '" + request + "'");
        Reply reply = session.message(SiteInformation.ENDPOINT, "", request);
        log.info("Received message '" + reply.body() + "'");
        try {
            SiteInformation.Site site = SiteInformation.parse(reply);
            if (!site.siteCode().equalsIgnoreCase(siteCode)) {
                throw session.http()
                        .unreadable(new IllegalArgumentException("the management point belongs to site "
                                + site.siteCode() + ", not to SMSSITECODE=" + siteCode));
            }
            log.info("Found a valid online MP '" + session.url("") + "'");
            return site;
        } catch (UnreadableReplyException e) {
            throw session.http().unreadable(e);
        }
    }
}
