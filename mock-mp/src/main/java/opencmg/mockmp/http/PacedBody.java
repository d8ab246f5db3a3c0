package opencmg.mockmp.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;

/**
 * Sends a body that is made while it is sent. What TLS has not encrypted yet does not count as a full write queue, so pieces on their way are
 * counted here: at most {@link #MOST_ON_THEIR_WAY}, and the next ones in another turn of the event loop, once all of them are with the socket. A
 * reader who stands still costs that much and nothing else.
 */
public final class PacedBody {

    /** Most bytes of one piece. */
    public static final int PIECE = 32 << 10;

    private static final int MOST_ON_THEIR_WAY = 4;

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final Iterator<Buffer> pieces;
    private int onTheirWay;
    private boolean writing;
    private boolean over;

    private PacedBody(RoutingContext context, Iterator<Buffer> pieces) {
        this.context = context;
        this.response = context.response();
        this.pieces = pieces;
    }

    /**
     * Begins; ends with the last piece or when the other side has gone.
     *
     * @param pieces at least one, none longer than {@link #PIECE}
     */
    public static void start(RoutingContext context, Iterator<Buffer> pieces) {
        PacedBody pour = new PacedBody(context, pieces);
        pour.response.exceptionHandler(failure -> pour.over = true);
        pour.response.closeHandler(closed -> pour.over = true);
        pour.response.drainHandler(drained -> pour.nextTurn());
        pour.write();
    }

    private void write() {
        writing = true;
        for (int i = onTheirWay; i < MOST_ON_THEIR_WAY && !over && !response.writeQueueFull(); i++) {
            Buffer piece = pieces.next();
            over = !pieces.hasNext();
            onTheirWay++;
            (over ? response.end(piece) : response.write(piece))
                    .onSuccess(written -> {
                        onTheirWay--;
                        nextTurn();
                    })
                    .onFailure(failure -> over = true);
        }
        writing = false;
        nextTurn();
    }

    /** Does nothing while pieces are on their way: the last of them comes here again. */
    private void nextTurn() {
        if (!writing && !over && onTheirWay == 0 && !response.writeQueueFull()) {
            // Nobody else begins one until this one has run.
            writing = true;
            context.vertx().runOnContext(turn -> write());
        }
    }
}
