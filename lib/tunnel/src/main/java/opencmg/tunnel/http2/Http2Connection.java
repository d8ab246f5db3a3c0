package opencmg.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import opencmg.tunnel.TunnelLimits;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/2 (RFC 9113) at frame level, for both ends of a tunnel. Netty reads frames and does HPACK; streams, flow control and scheduling are our own (with
 * Netty's, a request took 51.4 µs on both hops together instead of 44.2; docs/decisions/0005). What an end writes within one event-loop turn leaves with one
 * flush.
 *
 * <p>Add it to the pipeline only after the TLS handshake: it writes at once, and that would start a TLS engine whose channel is still connecting.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write closes the connection, which everyone concerned is notified of
public final class Http2Connection extends ByteToMessageDecoder {

    private static final Logger log = LoggerFactory.getLogger(Http2Connection.class);

    private static final String HTTP2_ERROR = "HTTP/2 error: ";
    private static final Duration LINGER = Duration.ofSeconds(1);
    /** Bytes queued for the socket. With Netty's 64 KiB a fast body would stop and start again every four frames. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 << 10, 512 << 10);
    /** Control frames that a peer may send per second. It sends a PING every 5 s, and rarely anything else. */
    public static final int MAX_CONTROL_FRAMES_PER_SECOND = 1000;

    private static final int INITIAL_WINDOW = 65_535; // of the connection (RFC 9113 6.9.2)
    /** The peer may send 2 GiB on the whole connection; it gets a WINDOW_UPDATE after half of that. */
    private static final int CONNECTION_CREDIT = 1 << 30;

    private final boolean http2Server;
    private final TunnelLimits limits;
    private final Http2ConnectionListener listener;
    private final Http2FrameReader reader;
    private final InboundFrameListener inbound;
    private final Http2FrameWriter frames = new Http2FrameWriter();
    private final StreamRegistry streams;
    private final List<Runnable> atEndOfRead = new ArrayList<>();
    private final Runnable scheduledFlush = this::runScheduledFlush; // one object for all turns
    private @Nullable ChannelHandlerContext context;
    private boolean flushScheduled;
    private boolean reading;
    private volatile boolean goAwaySent;
    private int goAwayLastStream;
    private boolean failed; // a connection error: whatever else arrives is discarded
    private boolean aborted;
    private int unreportedBytes; // received since the last WINDOW_UPDATE for the connection
    private long lastInbound = System.nanoTime();
    private String closeReason = "closed by the other end";

    /**
     * @param http2Server whether this end is the HTTP/2 server; the gateway is the client
     * @param controlFramesPerSecond that the peer may send, usually {@link #MAX_CONTROL_FRAMES_PER_SECOND}
     */
    public Http2Connection(
            boolean http2Server, TunnelLimits limits, int controlFramesPerSecond, Http2ConnectionListener listener) {
        this.http2Server = http2Server;
        this.limits = limits;
        this.listener = listener;
        this.reader = new DefaultHttp2FrameReader(HeaderList.newHpackDecoder(limits.maxHeaderListSize()));
        this.streams = new StreamRegistry(frames, limits.streamWindow(), this::flushLater);
        this.inbound = new InboundFrameListener(
                this, streams, http2Server, new ControlFrameLimiter(controlFramesPerSecond), listener);
        // A frame of 16 KiB plus its header never fits one TLS record: cumulate without copying.
        setCumulator(COMPOSITE_CUMULATOR);
    }

    // ------------------------------------------------------------------ channel events

    /** Sends the connection preface (RFC 9113 3.4). */
    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        frames.attach(added);
        added.channel().config().setWriteBufferWaterMark(WATER_MARK);
        Http2Settings settings = new Http2Settings()
                .initialWindowSize(limits.streamWindow())
                .maxHeaderListSize(limits.maxHeaderListSize());
        if (http2Server) {
            long maxStreams = limits.maxExchanges() + 1L; // the control stream counts, too
            streams.maxStreams(maxStreams);
            settings.maxConcurrentStreams(maxStreams);
        } else {
            settings.pushEnabled(false);
            frames.preface();
        }
        frames.settings(settings);
        // Stalled streams must not exhaust the window of the connection, so it is as large as possible:
        // memory is bounded by the windows of the streams times their number.
        frames.windowUpdate(0, Integer.MAX_VALUE - INITIAL_WINDOW);
        flushLater();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        lastInbound = System.nanoTime();
        reading = true;
        super.channelRead(ctx, message);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        try {
            if (failed) {
                in.skipBytes(in.readableBytes());
            } else if (inbound.readPreface(in)) {
                reader.readFrame(ctx, in, inbound);
            }
        } catch (Http2Exception | RuntimeException e) {
            onError(e);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        try {
            for (int i = 0; i < atEndOfRead.size(); i++) { // a task may add others
                atEndOfRead.get(i).run();
            }
        } catch (RuntimeException e) {
            onError(e);
        } finally {
            atEndOfRead.clear();
            reading = false;
        }
        flushNow();
        super.channelReadComplete(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        if (ctx.channel().isWritable()) {
            flushLater();
        }
        super.channelWritabilityChanged(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        try {
            super.channelInactive(ctx); // decodes the remaining bytes
        } finally {
            streams.closeAll();
            streams.notifyClosed();
            listener.onClosed(closeReason);
        }
    }

    /** Releases the remaining buffers, also if the channel was closed before this handler was added. */
    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        streams.closeAll();
        frames.close();
        reader.close();
    }

    /** A stream error ends its stream, any other error the connection (RFC 9113 5.4). */
    private void onError(Exception cause) {
        if (cause instanceof Http2Exception http2 && Http2Exception.isStreamError(http2)) {
            onStreamError(Http2Exception.streamId(http2), http2);
        } else if (cause instanceof Http2Exception http2) {
            fail(HTTP2_ERROR + http2.getMessage(), http2.error());
        } else {
            log.atError().setCause(cause).log("A frame of the tunnel could not be processed");
            fail(HTTP2_ERROR + cause.getMessage(), Http2Error.INTERNAL_ERROR);
        }
    }

    private void onStreamError(int id, Http2Exception cause) {
        TunnelStream stream = streams.get(id);
        if (stream != null) {
            stream.resetAfter(cause.error(), String.valueOf(cause.getMessage()));
        } else if (streams.wasOpened(id) || opensStream(id, cause)) {
            streams.skip(id);
            frames.reset(id, cause.error());
            flushLater();
        } else {
            fail(HTTP2_ERROR + cause.getMessage(), cause.error());
        }
    }

    /** Whether the error is in the HEADERS of a new stream. All other frames on idle streams are connection errors: they must not use the id up. */
    private boolean opensStream(int id, Http2Exception cause) {
        boolean isOfHeaderList = cause instanceof Http2Exception.HeaderListSizeException
                || cause.getCause() instanceof IllegalArgumentException; // of HeaderList.add
        return http2Server && isOfHeaderList && streams.mayOpen(id);
    }

    /** Sends GOAWAY with this error, reads nothing more, and closes. */
    public void fail(String reason, Http2Error error) {
        failed = true;
        if (!aborted) { // after an abort the rest of the read may fail, too
            sendGoAway(reason, error);
            boolean flood = error == Http2Error.ENHANCE_YOUR_CALM; // the peer is still sending, see reject()
            closeWithin(LINGER, !flood);
        }
    }

    // ------------------------------------------------------------------ closing

    /** {@link System#nanoTime} of the last received bytes. */
    public long lastInbound() {
        return lastInbound;
    }

    /** Why the connection closes, as far as it is known; for people. */
    public String closeReason() {
        return closeReason;
    }

    /** TLS or the socket has failed; the connection closes by itself. */
    public void onTransportError(Throwable cause) {
        closeReason = "TLS or TCP: " + cause.getMessage();
    }

    /** The peer has sent GOAWAY. Unless {@code closeNow}, the peer closes the connection, or this end does once no exchange is in flight. */
    public void onPeerGoAway(String reason, boolean closeNow) {
        closeReason = "closed by the other end: " + reason;
        if (closeNow) {
            context().close();
        }
    }

    /** Closes the connection at once, without GOAWAY. */
    public void abort(String reason) {
        if (!aborted) { // only the first reason counts, the others are its consequences
            aborted = true;
            closeReason = reason;
        }
        context().close();
    }

    /** Sends GOAWAY after everything that can be sent now, and closes once it is written. */
    public void close(String reason) {
        sendGoAway(reason, Http2Error.NO_ERROR);
        closeWithin(limits.drainTimeout(), true);
    }

    /**
     * Sends GOAWAY to a peer that may still be sending, and gives it a second to close. A socket that is closed with unread bytes sends a TCP reset, which
     * could overtake the reason.
     */
    public void reject(String reason) {
        sendGoAway(reason, Http2Error.NO_ERROR);
        closeWithin(LINGER, false);
    }

    private void sendGoAway(String reason, Http2Error error) {
        closeReason = reason;
        if (!goAwaySent) {
            goAwaySent = true;
            goAwayLastStream = http2Server ? streams.lastId() : 0;
        }
        streams.writeQueued(context().channel());
        frames.goAway(goAwayLastStream, error, reason);
        frames.flush();
    }

    /** Closes after {@code timeout}, or when everything is written, if that is sooner and {@code whenWritten}. */
    private void closeWithin(Duration timeout, boolean whenWritten) {
        if (whenWritten) {
            context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> context()
                    .close());
        }
        var unused = context().executor().schedule(() -> context().close(), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    // ------------------------------------------------------------------ sending

    /**
     * Whether the peer accepts a header list of this size. Check it before sending: a peer may close the whole connection, with every exchange on it, because
     * of a list that is much too large.
     */
    public boolean accepts(HeaderList headers) {
        return streams.peerAccepts(headers);
    }

    /** How many streams this end has opened. */
    public int opened() {
        return (streams.lastId() + 1) / 2;
    }

    /** Opens a stream. Returns null, and sends nothing, if the connection accepts no more streams. */
    @Nullable
    public TunnelStream open(HeaderList headers, boolean end, Http2StreamListener streamListener) {
        return goAwaySent || !isOpen() ? null : streams.open(headers, end, streamListener);
    }

    public void ping(long data) {
        ping(false, data);
    }

    void ping(boolean ack, long data) {
        if (isOpen()) {
            frames.ping(ack, data);
            flushLater();
        }
    }

    /** Runs the task when everything that was received is decoded, or now if nothing is being read: so many frames cost the next hop one write. */
    public void atEndOfRead(Runnable task) {
        if (reading) {
            atEndOfRead.add(task);
        } else {
            task.run();
        }
    }

    public boolean isOpen() {
        return context != null && context.channel().isActive();
    }

    public ByteBufAllocator allocator() {
        return context().alloc();
    }

    public boolean isOnLoop() {
        return context().executor().inEventLoop();
    }

    /** Runs the task now if called on the connection's loop, otherwise in a later turn of it. */
    public void runOnLoop(Runnable task) {
        if (isOnLoop()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /** Runs the task in a later turn of the connection's loop. */
    public void execute(Runnable task) {
        context().executor().execute(task);
    }

    /** Flushes once for everything that is written in this event-loop turn; during a read, the end of the read flushes. */
    private void flushLater() {
        if (!flushScheduled && !reading) {
            flushScheduled = true;
            context().executor().execute(scheduledFlush);
        }
    }

    private void runScheduledFlush() {
        flushScheduled = false;
        flushNow();
    }

    private void flushNow() {
        try {
            streams.writeQueued(context().channel());
            frames.flush();
            String unread = frames.unread();
            if (unread != null) {
                abort(unread);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            log.atError().setCause(e).log("What was to be sent through a tunnel is lost");
            abort("it could not be written: " + e); // the sequence of frames has a hole now
        }
        streams.notifyClosed();
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not in a pipeline yet");
    }

    /** After GOAWAY was sent neither end may open streams any longer. Any thread. */
    public boolean isGoAwaySent() {
        return goAwaySent;
    }

    /** Counts received DATA. The peer may always send as much again on the connection, whatever happens to the data. */
    void creditConnection(int bytes) {
        unreportedBytes += bytes;
        if (unreportedBytes >= CONNECTION_CREDIT) {
            frames.windowUpdate(0, unreportedBytes);
            unreportedBytes = 0;
        }
    }
}
