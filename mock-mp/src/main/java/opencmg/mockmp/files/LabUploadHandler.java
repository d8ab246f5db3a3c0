package opencmg.mockmp.files;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import opencmg.mockmp.http.BodyReader;
import opencmg.mockmp.http.RequestRefusedException;

/** Serves {@code POST} and {@code BITS_POST /CCM_Incoming/lab}: counts and hashes the body without keeping it. */
public final class LabUploadHandler implements Handler<RoutingContext> {

    static final long MAX_BYTES = 1L << 30;

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (BodyReader.exceeds(request.getHeader("Content-Length"), MAX_BYTES)) {
            context.fail(new RequestRefusedException(413, "Request Entity Too Large", "more than 1 GiB"));
            return;
        }
        MessageDigest digest = sha256();
        long[] bytes = {0};
        request.handler((Buffer chunk) -> {
            bytes[0] += chunk.length();
            if (bytes[0] <= MAX_BYTES) {
                digest.update(chunk.getBytes());
            } else if (!context.failed()) {
                context.fail(new RequestRefusedException(413, "Request Entity Too Large", "more than 1 GiB"));
            }
        });
        request.end()
                .compose(end -> context.failed()
                        ? Future.succeededFuture()
                        : context.response()
                                .putHeader("Content-Type", "application/json")
                                .end(new JsonObject()
                                        .put("bytes", bytes[0])
                                        .put("sha256", HexFormat.of().formatHex(digest.digest()))
                                        .encode()))
                .onFailure(gone -> {});
        request.resume();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
