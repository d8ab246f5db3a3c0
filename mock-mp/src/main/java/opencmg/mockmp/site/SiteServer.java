package opencmg.mockmp.site;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Consumer;
import opencmg.mockmp.http.BodyMemory;
import opencmg.mockmp.http.BodyReader;
import opencmg.mockmp.http.FailureHandlers;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.settings.Secret;

/** The site server's HTTP face: bearer secret first, then the routes of each subject. */
public final class SiteServer {

    private static final int MAX_BODY_BYTES = 4 << 20;

    private SiteServer() {}

    /**
     * A router.
     *
     * @param subjects each adds its routes
     */
    public static Router router(Vertx vertx, Secret secret, BodyMemory bodies, List<Consumer<Router>> subjects) {
        Router router = Router.router(vertx);
        router.route().handler(context -> authenticate(context, secret));
        router.route().handler(new BodyReader(MAX_BODY_BYTES, bodies));
        subjects.forEach(subject -> subject.accept(router));
        FailureHandlers.toOperators(router);
        return router;
    }

    private static void authenticate(RoutingContext context, Secret secret) {
        String authorization = String.valueOf(context.request().getHeader("Authorization"));
        boolean bearer = authorization.regionMatches(true, 0, "Bearer ", 0, 7);
        if (bearer && secret.matches(authorization.substring(7).strip())) {
            context.next();
        } else {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            context.fail(new RequestRefusedException(
                    401, "Unauthorized", "the site face wants the site's secret as bearer"));
        }
    }
}
