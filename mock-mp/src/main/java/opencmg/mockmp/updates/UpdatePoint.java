package opencmg.mockmp.updates;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.time.Clock;
import opencmg.mockmp.http.Failures;
import opencmg.mockmp.http.LimitedBody;
import opencmg.mockmp.http.Routes;
import opencmg.mockmp.scenarios.Scenarios;
import opencmg.settings.site.RoleType;

/** The paths of the software update point (protocol.md 2.1). */
public final class UpdatePoint {

    private static final int LARGEST_BODY = 1 << 20;

    private UpdatePoint() {}

    public static Router router(Vertx vertx, Scenarios scenarios, Clock clock) {
        Cookies cookies = new Cookies(clock);
        Router router = Router.router(vertx);
        router.route().handler(scenarios.before(RoleType.SUP));
        soap(
                router,
                "/ClientWebService/client.asmx",
                new SoapHandler(new ClientWebService(new Catalogue(clock), cookies)));
        soap(router, "/SimpleAuthWebService/SimpleAuth.asmx", new SoapHandler(new SimpleAuth()));
        router.route().failureHandler(Failures::answer);
        return router;
    }

    private static void soap(Router router, String path, SoapHandler handler) {
        Routes.at(router, path)
                .method(HttpMethod.POST)
                .handler(new LimitedBody(LARGEST_BODY))
                .handler(handler);
    }
}
