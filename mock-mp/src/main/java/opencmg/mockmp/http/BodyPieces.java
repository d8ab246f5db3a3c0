package opencmg.mockmp.http;

import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** A body on its way in, in pieces. A refusal drops them at once: what is still to come of the body may take its time. */
final class BodyPieces {

    /** A body is there twice while its pieces are put together. */
    private static final int COPIES = 2;

    private final RoutingContext context;
    private final int most;
    private final BodyMemory.Share share;
    private final List<byte[]> pieces = new ArrayList<>();
    private int size;

    /** The share is given back when the request has been answered. */
    BodyPieces(RoutingContext context, int most, BodyMemory.Share share) {
        this.context = context;
        this.most = most;
        this.share = share;
        // The number is for taking the handler away again, which nobody does.
        int unused = context.addEndHandler(answered -> share.close());
    }

    static RequestRefusedException tooLarge(int most) {
        return new RequestRefusedException(
                413, "Request Entity Too Large", "the body is over the limit of " + most + " bytes");
    }

    void take(byte[] piece) {
        if (context.failed()) {
            return;
        }
        if (size + piece.length > most) {
            refuse(tooLarge(most));
            return;
        }
        try {
            share.take((long) COPIES * piece.length);
            pieces.add(piece);
            size += piece.length;
        } catch (RequestRefusedException full) {
            refuse(full);
        }
    }

    void refuse(RequestRefusedException why) {
        pieces.clear();
        if (!context.failed()) {
            context.fail(why);
        }
    }

    /** All of it; the pieces are gone then. */
    byte[] whole() {
        byte[] whole = new byte[size];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        pieces.clear();
        return whole;
    }
}
