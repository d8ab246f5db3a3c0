package opencmg.wire;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * How another process commands a {@link Wire}: {@code GET /} tells its state; {@code POST /<fault>}, {@code POST /slow?bytes=N} and {@code POST
 * /cut} change it. Loopback only.
 */
public final class WireControl {

    private final Wire wire;
    private final HttpServer server;

    private WireControl(Vertx vertx, Wire wire) {
        this.wire = wire;
        this.server = vertx.createHttpServer().requestHandler(this::handle);
    }

    public static Future<WireControl> listen(Vertx vertx, Wire wire) {
        WireControl face = new WireControl(vertx, wire);
        return face.server.listen(0, "127.0.0.1").map(face);
    }

    /** {@code http://127.0.0.1:port}. */
    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    public Future<Void> close() {
        return server.close();
    }

    private void handle(HttpServerRequest request) {
        String order = request.path().substring(1);
        Future<Void> done;
        try {
            done = switch (request.method().name()) {
                case "GET" -> Future.succeededFuture();
                case "POST" -> obey(order, request.getParam("bytes", "0"));
                default -> throw new IllegalArgumentException(request.method() + " is neither GET nor POST");
            };
        } catch (IllegalArgumentException e) {
            done = Future.failedFuture(e);
        }
        done.onComplete(
                ok -> answer(request, 200, state()),
                cause -> answer(request, 400, new JsonObject().put("problem", cause.getMessage())));
    }

    private Future<Void> obey(String order, String bytes) {
        if (order.equals("cut")) {
            return wire.cut();
        }
        wire.set(new WireMode(WireFault.of(order), Long.parseLong(bytes)));
        return Future.succeededFuture();
    }

    private JsonObject state() {
        WireMode mode = wire.mode();
        return new JsonObject()
                .put("fault", mode.fault().option())
                .put("meaning", mode.fault().meaning())
                .put("bytesPerSecond", mode.bytesPerSecond())
                .put("connections", wire.connections());
    }

    private static void answer(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body.encode() + "\n")
                .onFailure(Wire::closedAlready);
    }
}
