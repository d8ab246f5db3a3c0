package opencmg.connectionpoint.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import opencmg.settings.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a few JSON pages by GET and HEAD. */
public final class AdminServer {

    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);

    private final HttpServer server;

    private AdminServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @param pages path to page, which is made anew for each request on the server's own context
     * @return fails when the address is in use
     */
    public static Future<AdminServer> start(Vertx vertx, Address listen, Map<String, Supplier<Page>> pages) {
        return vertx.createHttpServer(new HttpServerConfig().setIdleTimeout(Duration.ofMinutes(1)))
                .requestHandler(router(vertx, pages))
                .exceptionHandler(cause -> log.atDebug()
                        .addKeyValue("reason", cause.toString())
                        .log("A connection to the admin server failed"))
                .listen(listen.port(), listen.host())
                .map(AdminServer::new);
    }

    private static Router router(Vertx vertx, Map<String, Supplier<Page>> pages) {
        JsonArray known = new JsonArray(pages.keySet().stream().sorted().toList());
        Router router = Router.router(vertx);
        pages.forEach((path, page) -> router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(call -> send(call, page.get())));
        router.errorHandler(
                404,
                call -> send(
                        call,
                        new Page(
                                404,
                                new JsonObject().put("problem", "no such page").put("pages", known))));
        router.errorHandler(405, call -> {
            call.response().putHeader("allow", "GET, HEAD");
            send(call, new Page(405, new JsonObject().put("problem", "this face is read only")));
        });
        return router;
    }

    private static void send(RoutingContext call, Page page) {
        call.response()
                .setStatusCode(page.status())
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(page.text() + "\n")
                .onFailure(cause -> log.atDebug()
                        .addKeyValue("reason", cause.toString())
                        .log("A response of the admin server was not sent"));
    }

    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        return server.close();
    }

    /**
     * The content of a page.
     *
     * @param status 200, or 503 where a probe is to see that something is missing
     * @param body a {@link JsonObject} or {@link JsonArray}
     */
    public record Page(int status, Object body) {

        String text() {
            return body instanceof JsonArray list ? list.encodePrettily() : ((JsonObject) body).encodePrettily();
        }
    }
}
