package opencmg.gateway.identity;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import opencmg.certs.RevocationList;

/** A web server on loopback with a configurable response per path, valid or hostile. */
final class ListServer {

    private final Map<String, Handler<HttpServerRequest>> responses = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;

    private ListServer(Vertx vertx) {
        server = vertx.createHttpServer().requestHandler(request -> {
            requests.incrementAndGet();
            responses.getOrDefault(request.path(), NOT_FOUND).handle(request);
        });
    }

    private static final Handler<HttpServerRequest> NOT_FOUND =
            request -> request.response().setStatusCode(404).end().onFailure(gone -> {});

    static ListServer start(Vertx vertx) {
        ListServer lists = new ListServer(vertx);
        Awaited.done(lists.server.listen(0, "127.0.0.1"));
        return lists;
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
    }

    void respond(String path, Handler<HttpServerRequest> response) {
        responses.put(path, response);
    }

    void serve(String path, byte[] body) {
        respond(path, request -> request.response().end(Buffer.buffer(body)).onFailure(gone -> {}));
    }

    void serve(String path, RevocationList list) {
        serve(path, list.der());
    }

    /** Responds with 500. */
    void break500(String path) {
        respond(path, request -> request.response().setStatusCode(500).end().onFailure(gone -> {}));
    }

    /** Accepts requests and never responds. */
    void hang(String path) {
        respond(path, request -> {});
    }

    /** Sends an endless response; the future completes when the client closes the connection. */
    Future<Boolean> neverEnd(String path) {
        Promise<Boolean> closedByClient = Promise.promise();
        respond(path, request -> {
            request.connection().closeHandler(closed -> closedByClient.tryComplete(true));
            request.response().setChunked(true);
            writeForever(request);
        });
        return closedByClient.future();
    }

    private static void writeForever(HttpServerRequest request) {
        request.response().write(Buffer.buffer(new byte[8192])).onSuccess(written -> writeForever(request));
    }

    int requests() {
        return requests.get();
    }

    void stop() {
        Awaited.done(server.close());
    }
}
