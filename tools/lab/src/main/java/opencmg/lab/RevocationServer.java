package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** Serves the revocation lists of the lab's PKI over plain HTTP on loopback, at the distribution point that its certificates name. */
final class RevocationServer {

    private final HttpServer server;
    private final AtomicReference<Path> folder = new AtomicReference<>();

    private RevocationServer(Vertx vertx) {
        this.server = vertx.createHttpServer();
    }

    /** Starts to listen before the certificates exist, because they contain the port. */
    static Future<RevocationServer> listen(Vertx vertx, int port) {
        RevocationServer lists = new RevocationServer(vertx);
        return lists.server
                .requestHandler(lists::handle)
                .listen(port, "127.0.0.1")
                .map(listening -> lists);
    }

    /** Sets the folder with the lists. Before this call, every request gets 404. */
    void serve(Path lists) {
        folder.set(lists);
    }

    /** Ends with a slash; the name of a list follows. */
    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/crl/");
    }

    Future<Void> close() {
        return server.close();
    }

    private void handle(HttpServerRequest request) {
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
            request.response().setStatusCode(404).end().onFailure(closed -> {});
        }
    }
}
