package opencmg.mockmp.files;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.file.FileProps;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import opencmg.http.Ranges;
import opencmg.mockmp.http.RequestRefusedException;
import org.jspecify.annotations.Nullable;

/** Serves {@code GET} and {@code HEAD /CCM_Client/...}, with byte ranges. */
public final class ClientFilesHandler implements Handler<RoutingContext> {

    private static final int PREFIX = "/CCM_Client/".length();
    /** IMF-fixdate of RFC 9110 section 5.6.7. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

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
                .compose(properties -> send(context, path, properties))
                .onFailure(context::fail);
    }

    private static Future<Void> send(RoutingContext context, String path, FileProps file) {
        long modified = file.lastModifiedTime();
        String entityTag = "\"" + Long.toHexString(modified) + "-" + Long.toHexString(file.size()) + "\"";
        Ranges.Selection selection =
                begin(context, entityTag, HTTP_DATE.format(Instant.ofEpochMilli(modified)), file.size());
        return context.request().method().equals(HttpMethod.HEAD)
                ? context.response().end()
                : context.response().sendFile(path, selection.first(), selection.length());
    }

    /**
     * Writes status and headers that all downloads of this package have in common, Content-Length too.
     *
     * @return the bytes to send, unless the request is a HEAD
     * @throws RequestRefusedException 416 when the range has no byte of the file
     */
    static Ranges.Selection begin(RoutingContext context, String entityTag, @Nullable String lastModified, long size) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response().putHeader("Accept-Ranges", "bytes");
        String range = request.method().equals(HttpMethod.GET) ? request.getHeader("Range") : null;
        Ranges.Selection selection = Ranges.select(range, request.getHeader("If-Range"), entityTag, lastModified, size);
        String contentRange = selection.contentRange();
        if (contentRange != null) {
            response.putHeader("Content-Range", contentRange);
        }
        if (selection.status() == 416) {
            throw new RequestRefusedException(
                    416, "Requested Range Not Satisfiable", "the range is outside of the file");
        }
        response.setStatusCode(selection.status())
                .putHeader("Content-Type", "application/octet-stream")
                .putHeader("Content-Length", String.valueOf(selection.length()))
                .putHeader("ETag", entityTag);
        if (lastModified != null) {
            response.putHeader("Last-Modified", lastModified);
        }
        return selection;
    }
}
