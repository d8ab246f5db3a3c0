package opencmg.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import opencmg.settings.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server for operators: GET {@code /live /ready /metrics /tunnels /status /decisions/<request id>}. */
public final class AdminServer {

    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final int IDLE_SECONDS = 60;

    private final HttpServer server;

    private AdminServer(HttpServer server) {
        this.server = server;
    }

    public static Future<AdminServer> start(Vertx vertx, Address listen, AdminData data) {
        if (!listen.host().equals("localhost")
                && !listen.host().startsWith("127.")
                && !listen.host().equals("::1")) {
            log.atWarn()
                    .addKeyValue("listen", listen)
                    .log("The admin face asks for no credential and does not listen on loopback");
        }
        return vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS))
                .requestHandler(router(vertx, data))
                .listen(listen.port(), listen.host())
                .map(AdminServer::new);
    }

    private static Router router(Vertx vertx, AdminData data) {
        Router router = Router.router(vertx);
        router.get("/live").handler(request -> send(request, 200, new JsonObject().put("live", true)));
        router.get("/ready").handler(request -> ready(request, data.notReady().get()));
        router.get("/metrics").handler(request -> request.response()
                .putHeader("content-type", PROMETHEUS_TEXT)
                .end(data.metrics().get())
                .onFailure(request::fail));
        router.get("/tunnels")
                .handler(request -> send(request, 200, data.tunnels().get()));
        router.get("/status")
                .handler(request -> send(request, 200, data.status().get()));
        router.get("/decisions/:request").handler(request -> decision(request, data));
        return router;
    }

    private static void ready(RoutingContext request, String notReady) {
        JsonObject body = new JsonObject().put("ready", notReady.isEmpty());
        if (!notReady.isEmpty()) {
            body.put("reason", notReady);
        }
        send(request, notReady.isEmpty() ? 200 : 503, body);
    }

    private static void decision(RoutingContext request, AdminData data) {
        JsonObject found = data.decision().apply(String.valueOf(request.pathParam("request")));
        if (found != null) {
            send(request, 200, found);
        } else {
            send(request, 404, new JsonObject().put("reason", "this request is not among the latest"));
        }
    }

    private static void send(RoutingContext request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(body.toBuffer())
                .onFailure(request::fail);
    }

    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        return server.close();
    }
}
