package opencmg.mockmp.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole body of a request, of any content type and method, before the next handler runs. A body over the limit is refused with 413 (at once
 * when Content-Length says so), one that takes longer than a minute with 408; the rest of a refused body is discarded. Vert.x-Web's own BodyHandler
 * cannot be used: it decodes forms, which fails for methods such as CCM_POST.
 */
public final class BodyReader implements Handler<RoutingContext> {

    private static final String KEY = BodyReader.class.getName();
    private static final long TIMEOUT_MILLIS = 60_000;

    private final int maxBytes;
    private final BodyMemory memory;

    /**
     * Creates a reader.
     *
     * @param maxBytes maximum size of a body
     */
    public BodyReader(int maxBytes, BodyMemory memory) {
        this.maxBytes = maxBytes;
        this.memory = memory;
    }

    /** Returns the body that was read; empty if the request had none. */
    public static byte[] of(RoutingContext context) {
        byte[] body = context.get(KEY);
        return body == null ? new byte[0] : body;
    }

    /** Returns the body decoded as UTF-8. */
    public static String text(RoutingContext context) {
        return new String(of(context), StandardCharsets.UTF_8);
    }

    /** Whether a Content-Length header announces more than the given number of bytes. */
    public static boolean exceeds(@Nullable String contentLength, long maxBytes) {
        return contentLength != null
                && contentLength.matches("[0-9]+")
                && new BigInteger(contentLength).compareTo(BigInteger.valueOf(maxBytes)) > 0;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (exceeds(request.getHeader("Content-Length"), maxBytes)) {
            context.fail(tooLarge());
            return;
        }
        Chunks chunks = new Chunks(context, memory.share());
        long timer = context.vertx().setTimer(TIMEOUT_MILLIS, fired -> chunks.refuse(tooSlow()));
        request.handler(chunk -> chunks.add(chunk.getBytes()));
        request.end()
                .onComplete(ended -> context.vertx().cancelTimer(timer))
                .onSuccess(end -> {
                    if (!context.failed()) {
                        context.put(KEY, chunks.join());
                        context.next();
                    }
                })
                .onFailure(failure -> chunks.refuse(aborted(failure)));
    }

    private RequestRefusedException tooLarge() {
        return new RequestRefusedException(
                413, "Request Entity Too Large", "the body is over the limit of " + maxBytes + " bytes");
    }

    private static RequestRefusedException tooSlow() {
        return new RequestRefusedException(408, "Request Timeout", "the body took longer than a minute");
    }

    private static RequestRefusedException aborted(Throwable failure) {
        return new RequestRefusedException(400, "Bad Request", "the body broke off: " + failure.getMessage());
    }

    /** The received chunks of one body. A refusal frees them at once, because the rest of the body may take long to arrive. */
    private final class Chunks {

        /** While the chunks are joined, the body is in memory twice. */
        private static final int COPIES = 2;

        private final RoutingContext context;
        private final BodyMemory.Share share;
        private final List<byte[]> chunks = new ArrayList<>();
        private int size;

        /** The share of memory is released when the response has been sent. */
        Chunks(RoutingContext context, BodyMemory.Share share) {
            this.context = context;
            this.share = share;
            // The returned id would remove the handler; nobody removes it.
            int unused = context.addEndHandler(ended -> share.close());
        }

        void add(byte[] chunk) {
            if (context.failed()) {
                return;
            }
            if (size + chunk.length > maxBytes) {
                refuse(tooLarge());
                return;
            }
            try {
                share.reserve((long) COPIES * chunk.length);
                chunks.add(chunk);
                size += chunk.length;
            } catch (RequestRefusedException outOfMemory) {
                refuse(outOfMemory);
            }
        }

        void refuse(RequestRefusedException refusal) {
            chunks.clear();
            if (!context.failed()) {
                context.fail(refusal);
            }
        }

        /** Joins the chunks and frees them. */
        byte[] join() {
            byte[] body = new byte[size];
            int offset = 0;
            for (byte[] chunk : chunks) {
                System.arraycopy(chunk, 0, body, offset, chunk.length);
                offset += chunk.length;
            }
            chunks.clear();
            return body;
        }
    }
}
