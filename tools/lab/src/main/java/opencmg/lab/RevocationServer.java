package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** Serves the revocation lists of a lab's PKI over plain HTTP on loopback: the distribution point that stands in its certificates. */
final class RevocationServer {

    private final HttpServer server;
    private final AtomicReference<Path> folder = new AtomicReference<>();

    private RevocationServer(Vertx vertx) {
        this.server = vertx.createHttpServer();
    }

    /** Listens at once, so that the port is known before the certificates that name it are made. */
    static Future<RevocationServer> listen(Vertx vertx, int port) {
        RevocationServer lists = new RevocationServer(vertx);
        return lists.server
                .requestHandler(lists::answer)
                .listen(port, "127.0.0.1")
                .map(listening -> lists);
    }

    /** The folder with the lists; until then everything is 404. */
    void serve(Path lists) {
        folder.set(lists);
    }

    URI place() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/crl/");
    }

    Future<Void> close() {
        return server.close();
    }

    private void answer(HttpServerRequest request) {
        Path lists = folder.get();
        String name = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (lists == null || !request.path().equals("/crl/" + name) || !name.matches("[a-z-]{1,40}\\.crl")) {
            notFound(request);
            return;
        }
        request.response()
                .putHeader("Content-Type", "application/pkix-crl")
                .sendFile(lists.resolve(name).toString())
                .onFailure(cause -> notFound(request));
    }

    private static void notFound(HttpServerRequest request) {
        if (!request.response().headWritten()) {
            request.response().setStatusCode(404).end().onFailure(gone -> {});
        }
    }
}
