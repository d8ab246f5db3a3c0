package opencmg.cli;

import io.vertx.core.Vertx;
import java.util.function.Function;
import opencmg.client.descriptor.LabFile;
import opencmg.client.descriptor.SiteClient;
import opencmg.client.http.Web;
import opencmg.client.http.WebTrust;
import opencmg.launch.Loops;

/** Runs requests against a lab with a web client that is closed afterwards. */
final class LabConversation {

    private LabConversation() {}

    /** Runs requests to the site server. */
    static <T> T withSite(LabFile lab, Function<SiteClient, T> requests) {
        return withWeb(web -> requests.apply(new SiteClient(web, lab.siteServer(), lab.siteSecret())));
    }

    /** Runs requests to any of its plain HTTP servers on loopback. */
    static <T> T withWeb(Function<Web, T> requests) {
        Vertx vertx = Loops.few();
        try {
            return requests.apply(new Web(vertx, WebTrust.of(null)));
        } finally {
            vertx.close().await();
        }
    }
}
