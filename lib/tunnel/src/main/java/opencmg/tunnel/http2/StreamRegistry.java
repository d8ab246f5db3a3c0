package opencmg.tunnel.http2;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import opencmg.tunnel.http2.Http2StreamListener.ClosedBy;
import opencmg.tunnel.http2.TunnelStream.SendQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open streams of a connection, and which of them sends next. All streams are opened by the HTTP/2 client, which is the gateway, with ascending odd ids
 * (RFC 9113 5.1.1). onClosed callbacks run after the frame that closed the stream, or at the end of the event-loop turn, so that no listener is called while
 * it is still writing or being called.
 *
 * <p>Streams with queued data take turns, as far as their own window, the window of the connection (RFC 9113 5.2) and the socket allow; there are no
 * priorities. With Netty's streams a request cost 10 µs of 53 more (docs/decisions/0005).
 */
final class StreamRegistry {

    private static final Logger log = LoggerFactory.getLogger(StreamRegistry.class);

    /** Both windows until the peer changes them (RFC 9113 6.9.2). */
    private static final int INITIAL_WINDOW = 65_535;

    /** Bytes that one stream sends in a row. The peer reads about as much at once, so that data of one body leaves it as one chunk. Not measured separately. */
    private static final int TURN_BYTES = 64 << 10;

    /** Gaps in the sequence of ids that are remembered; our gateway leaves none. */
    private static final int MAX_GAPS = 64;

    /** WINDOW_UPDATE frames that the peer may send for each frame that it got, and for each KiB of it. */
    private static final int UPDATES_PER_FRAME = 2;

    private static final int UPDATES_PER_KIB_SHIFT = 10;
    /** As many as may be saved up. */
    private static final int MAX_EARNED_UPDATES = 100_000;

    private final Http2FrameWriter frames;
    private final int receiveWindow;
    private final Runnable flushLater;
    private final IntObjectMap<TunnelStream> open = new IntObjectHashMap<>();
    private final Deque<TunnelStream> closed = new ArrayDeque<>();
    private final Deque<TunnelStream> scheduled = new ArrayDeque<>();
    private int initialSendWindow = INITIAL_WINDOW;
    private int connectionWindow = INITIAL_WINDOW;
    private int turnBytesLeft = TURN_BYTES;
    private int earnedUpdates;
    private long maxStreams = Long.MAX_VALUE;
    private long peerMaxHeaderListSize = Long.MAX_VALUE;
    private int lastId = -1;
    private final Deque<Gap> gaps = new ArrayDeque<>(0);
    private boolean acceptsNoMore;

    /**
     * @param receiveWindow bytes that the peer may send on each stream
     * @param flushLater called after something was written or queued
     */
    StreamRegistry(Http2FrameWriter frames, int receiveWindow, Runnable flushLater) {
        this.frames = frames;
        this.receiveWindow = receiveWindow;
        this.flushLater = flushLater;
    }

    // ------------------------------------------------------------------ opening

    /** Sets how many streams may be open at a time. */
    void maxStreams(long max) {
        maxStreams = max;
    }

    boolean isFull() {
        return open.size() >= maxStreams;
    }

    /** Opens a stream from this end. Returns null, and sends nothing, if the connection accepts no more streams, or none at the moment. */
    @Nullable
    TunnelStream open(HeaderList headers, boolean end, Http2StreamListener listener) {
        int id = lastId + 2;
        if (acceptsNoMore || isFull() || id < 0) { // negative: all 2^30 ids are used up
            return null;
        }
        TunnelStream stream = register(id);
        stream.listener(listener);
        writeHeaders(stream, headers, end);
        return stream;
    }

    TunnelStream register(int id) {
        TunnelStream stream = new TunnelStream(id, this, initialSendWindow, receiveWindow);
        use(id);
        earnUpdates(0);
        open.put(id, stream);
        return stream;
    }

    @Nullable
    TunnelStream get(int id) {
        return open.get(id);
    }

    /** Ids from {@code first} up to, but without, {@code end} that were passed over, so that no stream may have them any more (RFC 9113 5.1.1). */
    private record Gap(int first, int end) {}

    private void use(int id) {
        int expected = lastId + 2;
        if (id > expected) {
            if (gaps.size() == MAX_GAPS) {
                var unused = gaps.remove();
            }
            gaps.add(new Gap(expected, id));
        }
        lastId = id;
    }

    /** Whether no stream can have had this id yet (RFC 9113 5.1). */
    boolean isIdle(int id) {
        return id > lastId || !isClientId(id);
    }

    /** Whether the peer has passed this id over: a stream with a higher id was opened first. */
    boolean wasPassedOver(int id) {
        for (Gap gap : gaps) {
            if (id >= gap.first && id < gap.end) {
                return true;
            }
        }
        return false;
    }

    /** Whether a stream with this id is open or has been. */
    boolean wasOpened(int id) {
        return !isIdle(id) && !wasPassedOver(id);
    }

    /** Whether the peer, as the HTTP/2 client, may open a stream with this id now. */
    boolean mayOpen(int id) {
        return id > lastId && isClientId(id);
    }

    private static boolean isClientId(int id) {
        return (id & 1) == 1;
    }

    /** The peer has opened a stream with this id, which is not processed. */
    void skip(int id) {
        if (id > lastId) {
            use(id);
        }
    }

    /** The highest id so far, or 0. */
    int lastId() {
        return Math.max(0, lastId);
    }

    // ------------------------------------------------------------------ writing

    void writeHeaders(TunnelStream stream, HeaderList headers, boolean end) {
        frames.headers(stream.id(), headers, end);
        if (end) {
            localEnded(stream);
        }
        flushLater.run();
    }

    void writeWindowUpdate(TunnelStream stream, int increment) {
        frames.windowUpdate(stream.id(), increment);
        flushLater.run();
    }

    void reset(TunnelStream stream, Http2Error error) {
        frames.reset(stream.id(), error);
        close(stream, ClosedBy.STREAM);
        flushLater.run();
    }

    /** Something is queued on this stream. */
    void schedule(TunnelStream stream) {
        scheduleIfSendable(stream);
        flushLater.run();
    }

    private void scheduleIfSendable(TunnelStream stream) {
        SendQueue queue = stream.sendQueue();
        if (!queue.isScheduled() && queue.sendable(Integer.MAX_VALUE) != SendQueue.NOTHING) {
            queue.scheduled(true);
            scheduled.add(stream);
        }
    }

    private void unschedule(TunnelStream stream) {
        if (stream.sendQueue().isScheduled()) {
            stream.sendQueue().scheduled(false);
            var unused = scheduled.remove(stream);
        }
    }

    /** Writes the queued data that can be sent now, without flushing. */
    void writeQueued(Channel to) {
        while (!scheduled.isEmpty() && to.isWritable()) {
            TunnelStream stream = scheduled.element();
            SendQueue queue = stream.sendQueue();
            int max = Math.min(queue.sendable(connectionWindow), frames.maxFrameSize());
            if (max == SendQueue.NOTHING && queue.isWindowOpen()) {
                return; // the connection window is exhausted; a WINDOW_UPDATE will open it
            }
            if (max != SendQueue.NOTHING) {
                int size = queue.write(frames, stream.id(), max);
                connectionWindow -= size;
                turnBytesLeft -= size;
                earnUpdates(size);
            }
            endTurnIfOver(stream, queue);
        }
    }

    private void endTurnIfOver(TunnelStream stream, SendQueue queue) {
        boolean hasMore = queue.sendable(Integer.MAX_VALUE) != SendQueue.NOTHING;
        if (hasMore && turnBytesLeft > 0) {
            return;
        }
        scheduled.remove();
        turnBytesLeft = TURN_BYTES;
        if (hasMore) {
            scheduled.add(stream);
        } else {
            queue.scheduled(false);
        }
        if (queue.isDone()) {
            localEnded(stream);
        }
    }

    // ------------------------------------------------------------------ the peer's settings and windows

    /**
     * Acknowledges the peer's SETTINGS and applies them (RFC 9113 6.5).
     *
     * @param opensStreams whether this end opens the streams, so that the peer limits their number
     */
    void applySettings(Http2Settings settings, boolean opensStreams) throws Http2Exception {
        frames.settingsAck();
        Long headerTableSize = settings.headerTableSize();
        if (headerTableSize != null) {
            frames.maxHeaderTableSize(headerTableSize);
        }
        Integer maxFrameSize = settings.maxFrameSize();
        if (maxFrameSize != null) {
            frames.maxFrameSize(maxFrameSize);
        }
        Integer initialWindow = settings.initialWindowSize();
        if (initialWindow != null && !initialSendWindow(initialWindow)) {
            throw Http2Exception.connectionError(
                    Http2Error.FLOW_CONTROL_ERROR, "the window of a stream is beyond 2^31-1 with SETTINGS");
        }
        Long maxHeaderListSize = settings.maxHeaderListSize();
        if (maxHeaderListSize != null) {
            peerMaxHeaderListSize = maxHeaderListSize;
        }
        Long maxConcurrentStreams = settings.maxConcurrentStreams();
        if (maxConcurrentStreams != null && opensStreams) {
            maxStreams(maxConcurrentStreams);
        }
    }

    /** Whether the peer's limit on header lists permits this one. */
    boolean peerAccepts(HeaderList headers) {
        return headers.bytes() <= peerMaxHeaderListSize;
    }

    private void earnUpdates(int bytes) {
        earnedUpdates =
                Math.min(MAX_EARNED_UPDATES, earnedUpdates + UPDATES_PER_FRAME + (bytes >> UPDATES_PER_KIB_SHIFT));
    }

    /** Counts a WINDOW_UPDATE against what this end has sent. False if the peer has sent more of them than that explains. */
    boolean spendUpdate() {
        if (earnedUpdates == 0) {
            return false;
        }
        earnedUpdates--;
        return true;
    }

    /** Grows the window of the connection. False if it would exceed 2^31-1 (RFC 9113 6.9.1). */
    boolean growConnectionWindow(int by) {
        long grown = (long) connectionWindow + by;
        connectionWindow = (int) grown;
        return grown <= Integer.MAX_VALUE;
    }

    /** Grows the window of one stream. False if it would exceed 2^31-1. */
    boolean growWindow(TunnelStream stream, int by) {
        boolean valid = stream.sendQueue().growWindow(by);
        scheduleIfSendable(stream);
        return valid;
    }

    /**
     * Sets the initial window of new streams and changes that of open ones by the difference (RFC 9113 6.9.2).
     *
     * @return false if one of them would exceed 2^31-1
     */
    boolean initialSendWindow(int size) {
        int difference = size - initialSendWindow;
        initialSendWindow = size;
        for (TunnelStream stream : open.values()) {
            if (!growWindow(stream, difference)) {
                return false;
            }
        }
        return true;
    }

    // ------------------------------------------------------------------ closing

    private void localEnded(TunnelStream stream) {
        stream.localEnded();
        closeIfDone(stream);
    }

    void remoteEnded(TunnelStream stream) {
        stream.remoteEnded();
        closeIfDone(stream);
    }

    private void closeIfDone(TunnelStream stream) {
        if (stream.isDone()) {
            close(stream, ClosedBy.STREAM);
        }
    }

    void close(TunnelStream stream, ClosedBy cause) {
        if (stream.closedBy() == null) {
            unschedule(stream);
            stream.close(cause);
            open.remove(stream.id());
            closed.add(stream);
        }
    }

    /** The peer accepts no more streams, and will not process those above this id, whatever was sent on them. */
    void closeAbove(int id) {
        acceptsNoMore = true;
        for (TunnelStream stream : List.copyOf(open.values())) {
            if (stream.id() > id) {
                close(stream, ClosedBy.GOAWAY);
            }
        }
    }

    /** The connection is lost. */
    void closeAll() {
        acceptsNoMore = true;
        List.copyOf(open.values()).forEach(stream -> close(stream, ClosedBy.CONNECTION));
    }

    /** Runs the onClosed callbacks of streams that have closed. A callback may close further streams. */
    void notifyClosed() {
        while (!closed.isEmpty()) {
            TunnelStream stream = closed.remove();
            Http2StreamListener listener = stream.listener();
            ClosedBy cause = stream.closedBy();
            if (listener != null && cause != null) {
                notifyClosed(listener, cause);
            }
        }
    }

    private static void notifyClosed(Http2StreamListener listener, ClosedBy cause) {
        try {
            listener.onClosed(cause);
        } catch (RuntimeException e) {
            log.atError()
                    .setCause(e)
                    .log("The end of an exchange could not be processed"); // the other callbacks must still run
        }
    }
}
