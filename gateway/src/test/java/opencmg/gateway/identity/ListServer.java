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

/** A web server on loopback whose answers, good and hostile, are set per path. */
final class ListServer {

    private final Map<String, Handler<HttpServerRequest>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;

    private ListServer(Vertx vertx) {
        server = vertx.createHttpServer().requestHandler(request -> {
            requests.incrementAndGet();
            answers.getOrDefault(request.path(), NOT_FOUND).handle(request);
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

    void answer(String path, Handler<HttpServerRequest> answer) {
        answers.put(path, answer);
    }

    void serve(String path, byte[] body) {
        answer(path, request -> request.response().end(Buffer.buffer(body)).onFailure(gone -> {}));
    }

    void serve(String path, RevocationList list) {
        serve(path, list.der());
    }

    /** Is there, and out of order. */
    void break500(String path) {
        answer(path, request -> request.response().setStatusCode(500).end().onFailure(gone -> {}));
    }

    /** Takes requests and never says a word. */
    void hang(String path) {
        answer(path, request -> {});
    }

    /** Sends and sends; the future completes when the other side has hung up. */
    Future<Boolean> neverEnd(String path) {
        Promise<Boolean> hungUp = Promise.promise();
        answer(path, request -> {
            request.connection().closeHandler(closed -> hungUp.tryComplete(true));
            request.response().setChunked(true);
            pour(request);
        });
        return hungUp.future();
    }

    private static void pour(HttpServerRequest request) {
        request.response().write(Buffer.buffer(new byte[8192])).onSuccess(written -> pour(request));
    }

    int requests() {
        return requests.get();
    }

    void stop() {
        Awaited.done(server.close());
    }
}
