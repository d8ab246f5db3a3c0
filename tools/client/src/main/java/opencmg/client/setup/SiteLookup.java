package opencmg.client.setup;

import opencmg.client.message.Reply;
import opencmg.client.message.SiteInformation;
import opencmg.client.message.UnreadableReplyException;
import opencmg.launch.cmtrace.ComponentLog;

/** Asks the management point for the site, and whether that is the one that was meant. */
final class SiteLookup {

    private final ComponentLog log;

    SiteLookup(ComponentLog log) {
        this.log = log;
    }

    SiteInformation.Site site(MpSession courier, String siteCode) {
        String request = SiteInformation.request(siteCode);
        log.info("Sending location request to '" + courier.mp().name() + "' with payload '" + request + "'");
        Reply reply = courier.message(SiteInformation.ENDPOINT, "", request);
        log.info("Received message '" + reply.body() + "'");
        try {
            SiteInformation.Site site = SiteInformation.site(reply);
            if (!site.siteCode().equalsIgnoreCase(siteCode)) {
                throw courier.http()
                        .unreadable(new IllegalArgumentException("the management point belongs to site "
                                + site.siteCode() + ", not to SMSSITECODE=" + siteCode));
            }
            log.info("Found a valid online MP '" + courier.url("") + "'");
            return site;
        } catch (UnreadableReplyException e) {
            throw courier.http().unreadable(e);
        }
    }
}
