package opencmg.mockmp.files;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import opencmg.mockmp.http.ByteRange;
import opencmg.mockmp.http.RequestRefusedException;

/** Serves {@code GET} and {@code HEAD /CCM_Client/...}, with byte ranges. */
public final class ClientFilesHandler implements Handler<RoutingContext> {

    private static final int PREFIX = "/CCM_Client/".length();

    private final ClientFiles files;
    private final Vertx vertx;

    public ClientFilesHandler(ClientFiles files, Vertx vertx) {
        this.files = files;
        this.vertx = vertx;
    }

    @Override
    public void handle(RoutingContext context) {
        Optional<Path> file = files.find(context.normalizedPath().substring(PREFIX));
        if (file.isEmpty()) {
            context.fail(new NoSuchFileException("/CCM_Client"));
            return;
        }
        String path = file.get().toString();
        vertx.fileSystem()
                .props(path)
                .compose(properties -> send(context, path, properties.size()))
                .onFailure(context::fail);
    }

    private static Future<Void> send(RoutingContext context, String path, long size) {
        Optional<ByteRange> wanted = ByteRange.of(context.request().getHeader("Range"), size);
        if (wanted.isEmpty()) {
            context.response().putHeader("Content-Range", "bytes */" + size);
            return Future.failedFuture(new RequestRefusedException(
                    416, "Requested Range Not Satisfiable", "the range is outside of the file"));
        }
        ByteRange range = wanted.get();
        HttpServerResponse response = head(context.response(), range);
        return context.request().method().equals(HttpMethod.HEAD)
                ? response.putHeader("Content-Length", String.valueOf(range.length()))
                        .end()
                : response.sendFile(path, range.from(), range.length());
    }

    /** Status and headers that all downloads of this package have in common. */
    static HttpServerResponse head(HttpServerResponse response, ByteRange range) {
        response.putHeader("Accept-Ranges", "bytes").putHeader("Content-Type", "application/octet-stream");
        if (range.partial()) {
            response.setStatusCode(206).putHeader("Content-Range", range.contentRange());
        }
        return response;
    }
}
