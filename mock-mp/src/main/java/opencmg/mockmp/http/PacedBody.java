package opencmg.mockmp.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;

/**
 * Sends a generated response body with back-pressure. Bytes that TLS has not encrypted yet do not count in Vert.x' write queue, so chunks in flight are
 * counted here: at most {@link #MAX_IN_FLIGHT}. The next ones are written in a later turn of the event loop, when all of them have reached the socket. A
 * stalled reader therefore costs that many chunks and nothing else.
 */
public final class PacedBody {

    /** Maximum size of one chunk in bytes. */
    public static final int CHUNK_BYTES = 32 << 10;

    private static final int MAX_IN_FLIGHT = 4;

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final Iterator<Buffer> chunks;
    private int inFlight;
    private boolean writing;
    private boolean ended;

    private PacedBody(RoutingContext context, Iterator<Buffer> chunks) {
        this.context = context;
        this.response = context.response();
        this.chunks = chunks;
    }

    /**
     * Starts to send; ends the response after the last chunk, and stops when the connection is closed.
     *
     * @param chunks at least one, each of at most {@link #CHUNK_BYTES}
     */
    public static void start(RoutingContext context, Iterator<Buffer> chunks) {
        PacedBody body = new PacedBody(context, chunks);
        body.response.exceptionHandler(failure -> body.ended = true);
        body.response.closeHandler(closed -> body.ended = true);
        body.response.drainHandler(drained -> body.scheduleWrite());
        body.write();
    }

    private void write() {
        writing = true;
        for (int i = inFlight; i < MAX_IN_FLIGHT && !ended && !response.writeQueueFull(); i++) {
            Buffer chunk = chunks.next();
            ended = !chunks.hasNext();
            inFlight++;
            (ended ? response.end(chunk) : response.write(chunk))
                    .onSuccess(written -> {
                        inFlight--;
                        scheduleWrite();
                    })
                    .onFailure(failure -> ended = true);
        }
        writing = false;
        scheduleWrite();
    }

    /** Does nothing while chunks are in flight: the completion of the last one calls it again. */
    private void scheduleWrite() {
        if (!writing && !ended && inFlight == 0 && !response.writeQueueFull()) {
            // Set before the turn runs, so that no second one is scheduled.
            writing = true;
            context.vertx().runOnContext(turn -> write());
        }
    }
}
