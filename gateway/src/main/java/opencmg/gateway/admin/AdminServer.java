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

/** {@code /live /ready /metrics /tunnels /status /decisions/<request id>}, all by GET. */
public final class AdminServer {

    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int IDLE_SECONDS = 60;

    private final HttpServer server;

    private AdminServer(HttpServer server) {
        this.server = server;
    }

    public static Future<AdminServer> start(Vertx vertx, Address listen, AdminData facts) {
        if (!listen.host().equals("localhost")
                && !listen.host().startsWith("127.")
                && !listen.host().equals("::1")) {
            log.atWarn()
                    .addKeyValue("listen", listen)
                    .log("The admin face asks for no credential and does not listen on loopback");
        }
        return vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS))
                .requestHandler(router(vertx, facts))
                .listen(listen.port(), listen.host())
                .map(AdminServer::new);
    }

    private static Router router(Vertx vertx, AdminData facts) {
        Router router = Router.router(vertx);
        router.get("/live").handler(call -> send(call, 200, new JsonObject().put("live", true)));
        router.get("/ready").handler(call -> ready(call, facts.notReady().get()));
        router.get("/metrics").handler(call -> call.response()
                .putHeader("content-type", PROMETHEUS)
                .end(facts.metrics().get())
                .onFailure(call::fail));
        router.get("/tunnels").handler(call -> send(call, 200, facts.tunnels().get()));
        router.get("/status").handler(call -> send(call, 200, facts.status().get()));
        router.get("/decisions/:request").handler(call -> decision(call, facts));
        return router;
    }

    private static void ready(RoutingContext call, String notReady) {
        JsonObject body = new JsonObject().put("ready", notReady.isEmpty());
        if (!notReady.isEmpty()) {
            body.put("reason", notReady);
        }
        send(call, notReady.isEmpty() ? 200 : 503, body);
    }

    private static void decision(RoutingContext call, AdminData facts) {
        JsonObject found = facts.decision().apply(String.valueOf(call.pathParam("request")));
        if (found != null) {
            send(call, 200, found);
        } else {
            send(call, 404, new JsonObject().put("reason", "this request is not among the latest"));
        }
    }

    private static void send(RoutingContext call, int status, JsonObject body) {
        call.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(body.toBuffer())
                .onFailure(call::fail);
    }

    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        return server.close();
    }
}
