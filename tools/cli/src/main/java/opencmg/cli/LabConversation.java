package opencmg.cli;

import io.vertx.core.Vertx;
import java.util.function.Function;
import opencmg.client.descriptor.LabFile;
import opencmg.client.descriptor.SiteClient;
import opencmg.client.http.Web;
import opencmg.client.http.WebTrust;
import opencmg.launch.Loops;

/** A short conversation with a running lab: opens what is needed for it and closes that again. */
final class LabConversation {

    private LabConversation() {}

    /** With its site server. */
    static <T> T withSite(LabFile lab, Function<SiteClient, T> conversation) {
        return withWeb(web -> conversation.apply(new SiteClient(web, lab.siteServer(), lab.siteSecret())));
    }

    /** With any of its faces on loopback. */
    static <T> T withWeb(Function<Web, T> conversation) {
        Vertx vertx = Loops.few();
        try {
            return conversation.apply(new Web(vertx, WebTrust.of(null)));
        } finally {
            vertx.close().await();
        }
    }
}
