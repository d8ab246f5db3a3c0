package opencmg.lab.command;

import io.vertx.core.Vertx;
import java.util.function.Function;
import opencmg.lab.chain.LabFile;
import opencmg.lab.chain.Loops;
import opencmg.lab.chain.SiteFace;
import opencmg.lab.http.Web;
import opencmg.lab.http.WebTrust;

/** A short conversation with a running lab: opens what is needed for it and closes that again. */
final class Talk {

    private Talk() {}

    /** With its site server. */
    static <T> T withSite(LabFile lab, Function<SiteFace, T> conversation) {
        return withWeb(web -> conversation.apply(new SiteFace(web, lab.siteServer(), lab.siteSecret())));
    }

    /** With any of its faces on loopback. */
    static <T> T withWeb(Function<Web, T> conversation) {
        Vertx vertx = Loops.few();
        try {
            return conversation.apply(new Web(vertx, WebTrust.in(null)));
        } finally {
            vertx.close().await();
        }
    }
}
