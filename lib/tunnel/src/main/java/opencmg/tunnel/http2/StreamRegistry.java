package opencmg.tunnel.http2;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of a connection that are not closed, and what each writes. All of them are opened by the HTTP/2 client, which is the gateway, with odd ids that grow
 * (RFC 9113 5.1.1). Those that close hear of it behind the frame that closed them, or at the end of the turn of the loop: nobody is told while he is still writing or being called.
 * With Netty's streams a request cost 10 µs of 53 more (docs/decisions/0005).
 */
final class StreamRegistry {

    private static final Logger log = LoggerFactory.getLogger(StreamRegistry.class);

    private final Http2FrameWriter frames;
    private final OutboundScheduler outflow;
    private final int receiveWindow;
    private final Runnable written;
    private final IntObjectMap<TunnelStream> open = new IntObjectHashMap<>();
    private final Deque<TunnelStream> closed = new ArrayDeque<>();
    private long most = Long.MAX_VALUE;
    private int last = -1;
    private boolean dismissed;

    /**
     * @param receiveWindow bytes that the other end may send on each
     * @param written called after something was written that must be flushed
     */
    StreamRegistry(Http2FrameWriter frames, int receiveWindow, Runnable written) {
        this.frames = frames;
        this.outflow = new OutboundScheduler(frames, this::localEnds);
        this.receiveWindow = receiveWindow;
        this.written = written;
    }

    // ------------------------------------------------------------------ opening

    /** How many may be open at a time. */
    void most(long streams) {
        most = streams;
    }

    boolean isFull() {
        return open.size() >= most;
    }

    /** Opens one from here, or returns null when the connection takes none any more, or none now: then nothing was sent. */
    @Nullable
    TunnelStream open(HeaderList headers, boolean end, Http2StreamListener listener) {
        int id = last + 2;
        if (dismissed || isFull() || id < 0) { // or all 2^30 are used up
            return null;
        }
        TunnelStream stream = begun(id);
        stream.listener(listener);
        writeHeaders(stream, headers, end);
        return stream;
    }

    TunnelStream begun(int id) {
        TunnelStream stream =
                new TunnelStream(id, this, new SendQueue(outflow.windowOfStreams()), new ReceiveWindow(receiveWindow));
        last = id;
        open.put(id, stream);
        return stream;
    }

    @Nullable
    TunnelStream get(int id) {
        return open.get(id);
    }

    /** Whether a stream of that id was opened once, or may have been. */
    boolean hasBeen(int id) {
        return id <= last && isOfClient(id);
    }

    /** Whether the other end, as the HTTP/2 client, may open a stream of that id now. */
    boolean mayBegin(int id) {
        return id > last && isOfClient(id);
    }

    private static boolean isOfClient(int id) {
        return (id & 1) == 1;
    }

    /** The other end began it, and it came to nothing. */
    void skip(int id) {
        last = Math.max(last, id);
    }

    /** The highest id so far, or 0. */
    int last() {
        return Math.max(0, last);
    }

    // ------------------------------------------------------------------ writing

    void writeHeaders(TunnelStream stream, HeaderList headers, boolean end) {
        frames.headers(stream.id(), headers, end);
        if (end) {
            localEnds(stream);
        }
        written.run();
    }

    /** Something of it waits for its turn. */
    void waits(TunnelStream stream) {
        outflow.ready(stream);
        written.run();
    }

    void writeWindowUpdate(TunnelStream stream, int more) {
        frames.windowUpdate(stream.id(), more);
        written.run();
    }

    void reset(TunnelStream stream, Http2Error error) {
        frames.reset(stream.id(), error);
        close(stream, Http2StreamListener.ClosedBy.STREAM);
        written.run();
    }

    /** Writes what may go now of what waits. */
    void write(Channel to) {
        outflow.write(to);
    }

    // ------------------------------------------------------------------ windows of the other end

    /** It takes so many bytes more on all together. False when that is more than HTTP/2 knows (RFC 9113 6.9.1). */
    boolean opens(int more) {
        return outflow.grow(more);
    }

    /** The same on one. */
    boolean opens(TunnelStream stream, int more) {
        boolean known = stream.toSend().grow(more);
        outflow.ready(stream);
        return known;
    }

    /** It takes so many bytes on each one from its beginning (RFC 9113 6.9.2). */
    boolean opensAt(int window) {
        return outflow.windowOfStreams(window, open.values());
    }

    // ------------------------------------------------------------------ closing

    private void localEnds(TunnelStream stream) {
        stream.localEnds();
        closeWhenDone(stream);
    }

    void remoteEnds(TunnelStream stream) {
        stream.remoteEnds();
        closeWhenDone(stream);
    }

    private void closeWhenDone(TunnelStream stream) {
        if (stream.isDone()) {
            close(stream, Http2StreamListener.ClosedBy.STREAM);
        }
    }

    void close(TunnelStream stream, Http2StreamListener.ClosedBy cause) {
        if (stream.closedBy() == null) {
            outflow.remove(stream);
            stream.close(cause);
            open.remove(stream.id());
            closed.add(stream);
        }
    }

    /** The other end takes no more, and will not answer those above that id, whatever was sent of them. */
    void closeAbove(int id) {
        dismissed = true;
        for (TunnelStream stream : List.copyOf(open.values())) {
            if (stream.id() > id) {
                close(stream, Http2StreamListener.ClosedBy.GOAWAY);
            }
        }
    }

    /** The connection is gone. */
    void closeAll() {
        dismissed = true;
        List.copyOf(open.values()).forEach(stream -> close(stream, Http2StreamListener.ClosedBy.CONNECTION));
    }

    /** Tells those that have closed. What they do then may close others. */
    void tell() {
        while (!closed.isEmpty()) {
            TunnelStream stream = closed.remove();
            Http2StreamListener listener = stream.listener();
            Http2StreamListener.ClosedBy cause = stream.closedBy();
            if (listener != null && cause != null) {
                tell(listener, cause);
            }
        }
    }

    private static void tell(Http2StreamListener listener, Http2StreamListener.ClosedBy cause) {
        try {
            listener.closed(cause);
        } catch (RuntimeException e) {
            log.atError()
                    .setCause(e)
                    .log("The end of an exchange could not be worked on"); // the others must hear of theirs
        }
    }
}
