package opencmg.lab.ccmsetup;

import opencmg.lab.cmtrace.ComponentLog;
import opencmg.lab.messaging.Reply;
import opencmg.lab.messaging.SiteInformation;
import opencmg.lab.messaging.UnreadableReply;

/** Asks the management point for the site, and whether that is the one that was meant. */
final class SiteLookup {

    private final ComponentLog log;

    SiteLookup(ComponentLog log) {
        this.log = log;
    }

    SiteInformation.Site site(Courier courier, String siteCode) {
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
        } catch (UnreadableReply e) {
            throw courier.http().unreadable(e);
        }
    }
}
