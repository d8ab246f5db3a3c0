package opencmg.mockmp.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request, of whatever content type and method, before the next handler runs. A body over the limit is refused with 413, at once
 * where Content-Length says so, one that takes longer than a minute with 408; what still comes of it is dropped. Vert.x-Web's own handler decodes
 * forms, which methods such as CCM_POST do not let it do.
 */
public final class LimitedBody implements Handler<RoutingContext> {

    private static final String KEY = LimitedBody.class.getName();
    private static final long MOST_MILLIS = 60_000;

    private final int most;
    private final BodyMemory memory;

    /**
     * A reader.
     *
     * @param most largest body in bytes
     */
    public LimitedBody(int most, BodyMemory memory) {
        this.most = most;
        this.memory = memory;
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
            context.fail(BodyPieces.tooLarge(most));
            return;
        }
        BodyPieces body = new BodyPieces(context, most, memory.share());
        long deadline = context.vertx().setTimer(MOST_MILLIS, late -> body.refuse(tooSlow()));
        request.handler(chunk -> body.take(chunk.getBytes()));
        request.end()
                .onComplete(over -> context.vertx().cancelTimer(deadline))
                .onSuccess(end -> {
                    if (!context.failed()) {
                        context.put(KEY, body.whole());
                        context.next();
                    }
                })
                .onFailure(broken -> body.refuse(brokenOff(broken)));
    }

    private static RequestRefusedException tooSlow() {
        return new RequestRefusedException(408, "Request Timeout", "the body took longer than a minute");
    }

    private static RequestRefusedException brokenOff(Throwable broken) {
        return new RequestRefusedException(400, "Bad Request", "the body broke off: " + broken.getMessage());
    }

    private boolean saysTooMuch(@Nullable String length) {
        return length != null
                && length.matches("[0-9]+")
                && new BigInteger(length).compareTo(BigInteger.valueOf(most)) > 0;
    }
}
