package opencmg.mockmp.updates;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import opencmg.mockmp.http.BodyMemory;
import opencmg.mockmp.http.BodyReader;
import opencmg.mockmp.http.FailureHandlers;
import opencmg.mockmp.http.Routes;
import opencmg.mockmp.scenarios.Scenarios;
import opencmg.mockmp.xml.Element;
import opencmg.settings.site.RoleType;

/** Routes of the software update point (protocol.md 2.1). */
public final class UpdatePoint {

    private static final int MAX_BODY_BYTES = 1 << 20;

    private UpdatePoint() {}

    /** Creates the router. */
    public static Router router(Vertx vertx, Scenarios scenarios, BodyMemory bodies, Clock clock) {
        SyncCookies cookies = new SyncCookies(clock);
        Router router = Router.router(vertx);
        router.route().handler(scenarios.handler(RoleType.SUP));
        addService(
                router,
                bodies,
                "/ClientWebService/client.asmx",
                new SoapHandler(new ClientWebService(new Catalogue(clock), cookies)));
        addService(router, bodies, "/SimpleAuthWebService/SimpleAuth.asmx", new SoapHandler(new SimpleAuthService()));
        SoapHandler reporting = new SoapHandler(new ReportingService(cookies));
        addService(router, bodies, "/ReportingWebService/WebService.asmx", reporting);
        addService(router, bodies, "/ReportingWebService/ReportingWebService.asmx", reporting);
        FailureHandlers.toClients(router);
        return router;
    }

    private static void addService(Router router, BodyMemory bodies, String path, SoapHandler handler) {
        Routes.at(router, path)
                .method(HttpMethod.POST)
                .handler(new BodyReader(MAX_BODY_BYTES, bodies))
                .handler(handler);
    }

    /** ReportingWebService of [MS-WUSP] 2.2.2.3: accepts events and discards them. */
    private static final class ReportingService implements SoapHandler.Service {

        private final SyncCookies cookies;

        ReportingService(SyncCookies cookies) {
            this.cookies = cookies;
        }

        @Override
        public String namespace() {
            return "http://www.microsoft.com/SoftwareDistribution";
        }

        @Override
        public String call(Element call) {
            if (!call.name().equals("ReportEventBatch")) {
                throw new SoapFaultException("InvalidParameters", "this service knows ReportEventBatch alone");
            }
            cookies.check(call.textAt("cookie", "EncryptedData"));
            return "<ReportEventBatchResult>true</ReportEventBatchResult>";
        }
    }

    /** SimpleAuthWebService of [MS-WUSP] 2.2.2.1: issues authorization cookies to everybody; access was decided earlier. */
    private static final class SimpleAuthService implements SoapHandler.Service {

        @Override
        public String namespace() {
            return "http://www.microsoft.com/SoftwareDistribution/Server/SimpleAuthWebService";
        }

        @Override
        public String call(Element call) {
            if (!call.name().equals("GetAuthorizationCookie")) {
                throw new SoapFaultException("InvalidParameters", "this service knows GetAuthorizationCookie alone");
            }
            String data = call.textAt("clientId") + ";" + call.textAt("targetGroupName");
            return "<GetAuthorizationCookieResult><PlugInId>SimpleTargeting</PlugInId><CookieData>%s</CookieData></GetAuthorizationCookieResult>"
                    .formatted(Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
