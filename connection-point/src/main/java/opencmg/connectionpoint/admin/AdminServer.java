package opencmg.connectionpoint.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import opencmg.settings.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers GET on a handful of paths with JSON. */
public final class AdminServer {

    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final HttpServer server;

    private AdminServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Listens.
     *
     * @param pages what is answered on each path, made anew for each request on the face's own context
     * @return fails when the address is in use
     */
    public static Future<AdminServer> listen(Vertx vertx, Address address, Map<String, Supplier<Page>> pages) {
        HttpServer server = vertx.createHttpServer(new HttpServerConfig().setIdleTimeout(Duration.ofMinutes(1)))
                .requestHandler(request -> answer(request, pages))
                .exceptionHandler(cause -> log.atDebug()
                        .addKeyValue("reason", cause.toString())
                        .log("A connection to the operators' face broke off"));
        return server.listen(address.port(), address.host()).map(AdminServer::new);
    }

    private static void answer(HttpServerRequest request, Map<String, Supplier<Page>> pages) {
        Supplier<Page> page = pages.get(String.valueOf(request.path()));
        if (page == null) {
            send(
                    request,
                    new Page(
                            404,
                            new JsonObject()
                                    .put("problem", "no such page")
                                    .put(
                                            "pages",
                                            new JsonArray(pages.keySet().stream()
                                                    .sorted()
                                                    .toList()))));
        } else if (!READING.contains(request.method())) {
            request.response().putHeader("allow", "GET, HEAD");
            send(request, new Page(405, new JsonObject().put("problem", "this face is read only")));
        } else {
            send(request, page.get());
        }
    }

    private static void send(HttpServerRequest request, Page page) {
        HttpServerResponse response = request.response()
                .setStatusCode(page.status())
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store");
        response.end(page.text() + "\n").onFailure(cause -> log.atDebug()
                .addKeyValue("reason", cause.toString())
                .log("An answer of the operators' face was not taken"));
    }

    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        return server.close();
    }

    /**
     * An answer.
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
