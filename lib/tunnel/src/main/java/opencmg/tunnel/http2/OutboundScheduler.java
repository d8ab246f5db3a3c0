package opencmg.tunnel.http2;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The bodies of all streams on their way out. Streams take turns, as far as the window of each, that of the connection (RFC 9113 5.2) and the socket let them;
 * nobody sets priorities.
 */
final class OutboundScheduler {

    /** Of RFC 9113 6.9.2, until the other end says something else. */
    private static final int FIRST_WINDOW = 65_535;

    /** Bytes of one stream in its turn: the other end reads about as much at once, and what belongs to one body then leaves it as one piece. Not
     * measured by itself. */
    private static final int TURN = 64 << 10;

    private final Http2FrameWriter frames;
    private final Consumer<TunnelStream> ended;
    private final Deque<TunnelStream> turns = new ArrayDeque<>();
    private int windowOfStreams = FIRST_WINDOW;
    private int window = FIRST_WINDOW;
    private int leftOfTurn = TURN;

    /** {@code ended} hears of each stream on which this side has sent its end. */
    OutboundScheduler(Http2FrameWriter frames, Consumer<TunnelStream> ended) {
        this.frames = frames;
        this.ended = ended;
    }

    /** The window that a new stream has. */
    int windowOfStreams() {
        return windowOfStreams;
    }

    /** Something waits on this stream, or may go that could not before. */
    void ready(TunnelStream stream) {
        SendQueue queue = stream.toSend();
        if (!queue.isInTurn() && queue.sendable(Integer.MAX_VALUE) != SendQueue.NOTHING) {
            queue.inTurn(true);
            turns.add(stream);
        }
    }

    /** It has nothing to send any more. */
    void remove(TunnelStream stream) {
        if (stream.toSend().isInTurn()) {
            stream.toSend().inTurn(false);
            var unused = turns.remove(stream);
        }
    }

    /** False when the window would be larger than HTTP/2 knows. */
    boolean grow(int by) {
        long grown = (long) window + by;
        window = (int) grown;
        return grown <= Integer.MAX_VALUE;
    }

    /**
     * The other end says which window streams have that open from now on, and what it says holds for those that are open, too (RFC 9113 6.9.2).
     *
     * @return false when that of one of them would be larger than HTTP/2 knows
     */
    boolean windowOfStreams(int size, Iterable<TunnelStream> open) {
        int more = size - windowOfStreams;
        windowOfStreams = size;
        for (TunnelStream stream : open) {
            if (!stream.toSend().grow(more)) {
                return false;
            }
            ready(stream);
        }
        return true;
    }

    /** Writes what may go now, without flushing. */
    void write(Channel to) {
        while (!turns.isEmpty() && to.isWritable()) {
            TunnelStream stream = turns.element();
            SendQueue queue = stream.toSend();
            int most = Math.min(queue.sendable(window), frames.longest());
            if (most == SendQueue.NOTHING && queue.isWindowOpen()) {
                return; // the window of the connection is used up: the other end will open it
            }
            if (most != SendQueue.NOTHING) {
                int size = queue.write(frames, stream.id(), most);
                window -= size;
                leftOfTurn -= size;
            }
            turnOf(stream, queue);
        }
    }

    /** After a frame, or where it may send none: whether the next one has its turn. */
    private void turnOf(TunnelStream stream, SendQueue queue) {
        boolean more = queue.sendable(Integer.MAX_VALUE) != SendQueue.NOTHING;
        if (more && leftOfTurn > 0) {
            return;
        }
        turns.remove();
        leftOfTurn = TURN;
        if (more) {
            turns.add(stream);
        } else {
            queue.inTurn(false);
        }
        if (queue.isDone()) {
            ended.accept(stream);
        }
    }
}
