package opencmg.mockmp.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request, of whatever content type and method, before the next handler runs. A body over the limit is refused with 413, at once
 * where Content-Length says so; what still comes of it is dropped. Vert.x-Web's own handler decodes forms, which methods such as CCM_POST do not let
 * it do.
 */
public final class LimitedBody implements Handler<RoutingContext> {

    private static final String KEY = LimitedBody.class.getName();

    private final int most;

    /**
     * A reader.
     *
     * @param most largest body in bytes
     */
    public LimitedBody(int most) {
        this.most = most;
    }

    /** The body that was read; empty where none came. */
    public static byte[] of(RoutingContext context) {
        byte[] read = context.get(KEY);
        return read == null ? new byte[0] : read;
    }

    /** The same as text in UTF-8. */
    public static String text(RoutingContext context) {
        return new String(of(context), StandardCharsets.UTF_8);
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (saysTooMuch(request.getHeader("Content-Length"))) {
            context.fail(tooLarge());
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (!context.failed() && body.length() + chunk.length() > most) {
                context.fail(tooLarge());
            } else if (!context.failed()) {
                body.appendBuffer(chunk);
            }
        });
        request.end()
                .onSuccess(end -> {
                    if (!context.failed()) {
                        context.put(KEY, body.getBytes());
                        context.next();
                    }
                })
                .onFailure(gone -> {});
    }

    private Refused tooLarge() {
        return new Refused(413, "Request Entity Too Large", "the body is over the limit of " + most + " bytes");
    }

    private boolean saysTooMuch(@Nullable String length) {
        return length != null
                && length.matches("[0-9]+")
                && new BigInteger(length).compareTo(BigInteger.valueOf(most)) > 0;
    }
}
