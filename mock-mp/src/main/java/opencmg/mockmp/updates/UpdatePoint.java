package opencmg.mockmp.updates;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.time.Clock;
import opencmg.mockmp.http.BodyMemory;
import opencmg.mockmp.http.Failures;
import opencmg.mockmp.http.LimitedBody;
import opencmg.mockmp.http.Routes;
import opencmg.mockmp.scenarios.Scenarios;
import opencmg.settings.site.RoleType;

/** The paths of the software update point (protocol.md 2.1). */
public final class UpdatePoint {

    private static final int LARGEST_BODY = 1 << 20;

    private UpdatePoint() {}

    public static Router router(Vertx vertx, Scenarios scenarios, BodyMemory bodies, Clock clock) {
        Cookies cookies = new Cookies(clock);
        Router router = Router.router(vertx);
        router.route().handler(scenarios.before(RoleType.SUP));
        soap(
                router,
                bodies,
                "/ClientWebService/client.asmx",
                new SoapHandler(new ClientWebService(new Catalogue(clock), cookies)));
        soap(router, bodies, "/SimpleAuthWebService/SimpleAuth.asmx", new SoapHandler(new SimpleAuth()));
        SoapHandler reporting = new SoapHandler(new Reporting(cookies));
        soap(router, bodies, "/ReportingWebService/WebService.asmx", reporting);
        soap(router, bodies, "/ReportingWebService/ReportingWebService.asmx", reporting);
        Failures.toClients(router);
        return router;
    }

    private static void soap(Router router, BodyMemory bodies, String path, SoapHandler handler) {
        Routes.at(router, path)
                .method(HttpMethod.POST)
                .handler(new LimitedBody(LARGEST_BODY, bodies))
                .handler(handler);
    }
}
