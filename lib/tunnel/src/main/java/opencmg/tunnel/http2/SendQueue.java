package opencmg.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2FrameTypes;
import org.jspecify.annotations.Nullable;

/** What waits to be sent on one stream: pieces of its body, perhaps trailers, its end; and how much of it the other end takes now (RFC 9113 5.2). */
final class SendQueue {

    /** Nothing may go now. */
    static final int NOTHING = -1;

    private @Nullable Piece first;
    private @Nullable Piece last;
    private @Nullable HeaderList trailers;
    private long waiting;
    private int window;
    private boolean ends;
    private boolean done;
    private boolean inTurn;

    SendQueue(int window) {
        this.window = window;
    }

    /** A part of the body, and whom to tell when all of it is in the socket. */
    private static final class Piece {
        private final ByteBuf bytes;
        private final Runnable sent;
        private @Nullable Piece next;

        Piece(ByteBuf bytes, Runnable sent) {
            this.bytes = bytes;
            this.sent = sent;
        }
    }

    // ------------------------------------------------------------------ what comes to wait

    void add(ByteBuf bytes, Runnable sent) {
        Piece piece = new Piece(bytes, sent);
        if (last == null) {
            first = piece;
        } else {
            last.next = piece;
        }
        last = piece;
        waiting += bytes.readableBytes();
    }

    /** Nothing follows, but trailers perhaps. */
    void end(@Nullable HeaderList withTrailers) {
        ends = true;
        trailers = withTrailers;
    }

    boolean isEmpty() {
        return first == null && !ends;
    }

    /** Its end is written. */
    boolean isDone() {
        return done;
    }

    /** What waits is not sent and nobody is told. */
    void discard() {
        for (Piece piece = first; piece != null; piece = piece.next) {
            piece.bytes.release();
        }
        first = null;
        last = null;
        waiting = 0;
        ends = false;
    }

    // ------------------------------------------------------------------ whether it may go

    /** Changes the window, below 0 perhaps (RFC 9113 6.9.2). False when it would be larger than HTTP/2 knows. */
    boolean grow(int by) {
        long grown = (long) window + by;
        window = (int) grown;
        return grown <= Integer.MAX_VALUE;
    }

    /** Bytes of DATA that may go now, 0 for an end without any, or {@link #NOTHING}. */
    int sendable(int windowOfConnection) {
        if (waiting > 0) {
            int most = (int) Math.min(waiting, Math.min(window, windowOfConnection));
            return most > 0 ? most : NOTHING;
        }
        return isEmpty() ? NOTHING : 0;
    }

    /** The other end takes more of this stream. */
    boolean isWindowOpen() {
        return window > 0;
    }

    boolean isInTurn() {
        return inTurn;
    }

    void inTurn(boolean is) {
        inTurn = is;
    }

    // ------------------------------------------------------------------ its frames

    /**
     * Writes the next frame.
     *
     * @param most of {@link #sendable}, and not more than a frame may have
     * @return its bytes
     */
    int write(Http2FrameWriter frames, int stream, int most) {
        if (waiting == 0 && trailers != null) {
            frames.headers(stream, trailers, true);
            isOver();
            return 0;
        }
        Piece piece = first;
        if (piece != null && Math.min(most, piece.bytes.readableBytes()) > Http2FrameWriter.SMALL) {
            return large(frames, stream, piece, Math.min(most, piece.bytes.readableBytes()));
        }
        return small(frames, stream, Math.min(most, Http2FrameWriter.SMALL));
    }

    /** One frame of a part of a piece, or of all of it, without a copy. */
    private int large(Http2FrameWriter frames, int stream, Piece piece, int size) {
        boolean whole = size == piece.bytes.readableBytes();
        boolean end = took(size);
        if (whole) {
            remove(piece);
            frames.data(stream, piece.bytes, end, piece.sent);
        } else {
            frames.data(stream, piece.bytes.readRetainedSlice(size), end, null);
        }
        return size;
    }

    /** One frame of as many pieces as fit. */
    private int small(Http2FrameWriter frames, int stream, int size) {
        ByteBuf to = frames.begin(size);
        int left = size;
        for (Piece piece = first; piece != null && (left > 0 || !piece.bytes.isReadable()); piece = first) {
            int taken = Math.min(left, piece.bytes.readableBytes());
            to.writeBytes(piece.bytes, taken);
            left -= taken;
            if (piece.bytes.isReadable()) {
                break;
            }
            remove(piece);
            piece.bytes.release();
            frames.whenSent(piece.sent);
        }
        frames.end(Http2FrameTypes.DATA, took(size) ? Http2FrameWriter.END_STREAM : 0, stream);
        return size;
    }

    /** Counts the bytes of a frame, and says whether it is the last one. */
    private boolean took(int size) {
        waiting -= size;
        window -= size;
        boolean end = ends && waiting == 0 && trailers == null;
        if (end) {
            isOver();
        }
        return end;
    }

    private void isOver() {
        ends = false;
        done = true;
    }

    private void remove(Piece head) {
        first = head.next;
        if (first == null) {
            last = null;
        }
    }
}
