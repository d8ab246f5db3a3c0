package opencmg.mockmp;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import opencmg.mockmp.files.ClientFilesHandler;
import opencmg.mockmp.files.LabDownloadHandler;
import opencmg.mockmp.files.LabUploadHandler;
import opencmg.mockmp.http.FailureHandlers;
import opencmg.mockmp.http.IisRefusedException;
import opencmg.mockmp.http.Routes;
import opencmg.mockmp.messaging.MessagingEntry;
import opencmg.settings.site.MpMode;
import opencmg.settings.site.RoleType;

/** The paths of the management point (protocol.md 1.2, 2.1), each with its handler. */
final class ManagementPoint {

    private static final HttpMethod CCM_POST = HttpMethod.valueOf("CCM_POST");
    private static final HttpMethod BITS_POST = HttpMethod.valueOf("BITS_POST");
    private static final int SMALL_BODY_BYTES = 64 << 10;

    private ManagementPoint() {}

    /** What clients reach: over TLS, or over plain HTTP where the mode allows it. */
    static Router router(Vertx vertx, SiteServices site) {
        Router router = Router.router(vertx);
        router.route().handler(site.scenarios().handler(RoleType.MP));
        if (site.settings().mode() == MpMode.HTTPS) {
            router.route().handler(site.certificateRequired());
        }
        for (MessagingEntry entry : MessagingEntry.values()) {
            Routes.at(router, entry.path())
                    .method(CCM_POST)
                    .method(HttpMethod.POST)
                    .handler(site.body(site.settings().messages().sentBytes()))
                    .handler(site.messaging(entry));
        }
        Routes.at(router, "/CCM_STS").handler(site.body(SMALL_BODY_BYTES)).handler(site.tokenService());
        for (String directory : new String[] {"SMS_MP", "SMS_MP_TokenAuth", "SMS_MP_AltAuth"}) {
            for (String name : new String[] {".sms_aut", ".sms_pol", ".sms_dcm"}) {
                get(router, "/" + directory + "/" + name, site.smsMp());
            }
        }
        get(router, "/SMS_MP_WindowsAuth/.sms_pol", site.smsMp());
        Routes.below(router, "/CMUserService")
                .method(HttpMethod.GET)
                .method(HttpMethod.POST)
                .handler(site.body(SMALL_BODY_BYTES))
                .handler(site.userService());
        Routes.at(router, "/bgb/handler.ashx")
                .handler(site.body(SMALL_BODY_BYTES))
                .handler(site.notifications());
        Routes.below(router, "/CCM_Client/lab")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(new LabDownloadHandler());
        Routes.below(router, "/CCM_Client")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(new ClientFilesHandler(site.clientFiles(), vertx));
        Routes.below(router, "/CCM_Incoming").method(BITS_POST).handler(site.uploads());
        Routes.at(router, "/CCM_Incoming/lab")
                .method(HttpMethod.POST)
                .method(BITS_POST)
                .handler(new LabUploadHandler());
        FailureHandlers.toClients(router);
        return router;
    }

    private static void get(Router router, String path, Handler<RoutingContext> handler) {
        Routes.at(router, path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(handler);
    }

    /** The plain port of an HTTPS management point: says no, as IIS does (403.4). */
    static Router httpsOnly(Vertx vertx) {
        Router router = Router.router(vertx);
        router.route()
                .handler(context -> context.fail(
                        new IisRefusedException("403.4", "Forbidden", "this management point wants HTTPS")));
        FailureHandlers.toClients(router);
        return router;
    }
}
