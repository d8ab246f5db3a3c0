package opencmg.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 at frame level: Netty's connection handler, a stream table of our own instead of a child channel per stream (about a third less CPU
 * per request), and one flush per event-loop turn for all streams together.
 *
 * <p>Add it to the pipeline only after the TLS handshake: with windows above the default it writes at once, and that would start a TLS engine
 * whose channel is still connecting.
 *
 * <p>Futures of writes are let go: a write that fails closes its stream or the connection, and both are told.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class TunnelCodec extends Http2ConnectionHandler {

    private static final int LINGER_SECONDS = 1;
    /** What may wait for the socket: with Netty's 64 KiB a fast body stops and starts again every four frames. */
    private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(256 << 10, 512 << 10);

    private final Http2Connection.PropertyKey table;
    private final ConnectionEvents events;
    private final List<Runnable> atEndOfRead = new ArrayList<>();
    private @Nullable ChannelHandlerContext context;
    private boolean flushScheduled;
    private boolean reading;
    private long headerListOfPeer = Long.MAX_VALUE;
    private long lastInbound = System.nanoTime();
    private String causeOfClose = "closed by the other end";
    private boolean cut;

    private TunnelCodec(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            ConnectionEvents events) {
        super(decoder, encoder, settings, true);
        this.events = events;
        this.table = connection().newKey();
        // A frame of 16 KiB and its header never fit one TLS record: putting the pieces together must not copy them.
        setCumulator(COMPOSITE_CUMULATOR);
        connection().addListener(new StreamsOfTheConnection(this));
    }

    static TunnelCodec create(boolean http2Server, TunnelLimits limits, ConnectionEvents events) {
        return new Builder(http2Server, limits, events).build();
    }

    // ------------------------------------------------------------------ life

    @Override
    public void handlerAdded(ChannelHandlerContext added) throws Exception {
        super.handlerAdded(added);
        context = added;
        added.channel().config().setWriteBufferWaterMark(WATER);
        // The window of the connection must not let stalled streams starve the others, so it is out of the way:
        // memory is bounded by the windows of the streams times their number.
        Http2Stream connection = connection().connectionStream();
        int grow = Integer.MAX_VALUE - connection().local().flowController().windowSize(connection);
        connection().local().flowController().incrementWindowSize(connection, grow);
        flushSoon();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        lastInbound = System.nanoTime();
        reading = true;
        super.channelRead(ctx, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        reading = false;
        for (Runnable waiting : atEndOfRead) {
            waiting.run();
        }
        atEndOfRead.clear();
        super.channelReadComplete(ctx);
    }

    /** Closes what still holds buffers, also where the channel was closed before this came into its pipeline. */
    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
        super.handlerRemoved0(ctx);
        encoder().close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        super.channelInactive(ctx);
        events.closed(causeOfClose);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception http2) {
        // A write that fails tells nothing new, and what was being read when it was cut may fail in its turn.
        if (!cut && !(cause instanceof IOException)) {
            causeOfClose = "HTTP/2 error: " + cause.getMessage();
        }
        super.onConnectionError(ctx, outbound, cause, http2);
    }

    /** Nanoseconds on the clock of {@link System#nanoTime} of the last inbound bytes. */
    long lastInbound() {
        return lastInbound;
    }

    /** What TLS or the socket said; the connection closes by itself. */
    void broke(Throwable cause) {
        causeOfClose = "TLS or TCP: " + cause.getMessage();
    }

    /** What the other end said in its GOAWAY. It closes the connection, or waits for this end to do so when nothing is under way. */
    void dismissed(String why, boolean nothingUnderWay) {
        causeOfClose = "closed by the other end: " + why;
        if (nothingUnderWay) {
            context().close();
        }
    }

    /** For people; what is known so far. */
    String causeOfClose() {
        return causeOfClose;
    }

    /** Cuts the connection now. */
    void cut(String cause) {
        cut = true;
        causeOfClose = cause;
        context().close();
    }

    /** Sends GOAWAY behind everything written so far and closes. */
    void goodbye(String cause) {
        sayGoodbye(cause);
        context().write(Unpooled.EMPTY_BUFFER).addListener(written -> context().close());
        context().flush();
    }

    /**
     * The same to an end that may still be talking. It is left to close, for a second: a socket that is closed with bytes unread sends a reset, which
     * would overtake the reason.
     */
    void turnAway(String cause) {
        sayGoodbye(cause);
        var unused = context().executor().schedule(() -> context().close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    private void sayGoodbye(String cause) {
        causeOfClose = cause;
        ByteBuf text = Unpooled.copiedBuffer(cause, StandardCharsets.UTF_8);
        goAway(
                context(),
                connection().remote().lastStreamCreated(),
                Http2Error.NO_ERROR.code(),
                text,
                context().newPromise());
        flush(context());
    }

    // ---------------------------------------------------------------- writing

    /**
     * Whether the other end takes a header list of that size. Asked before each one is sent: one that is much too large
     * would make the other end close the connection, and every exchange on it would pay for one.
     */
    boolean takes(HeaderList headers) {
        return headers.bytes() <= headerListOfPeer;
    }

    /** Kept here because Netty, where it is the HTTP/2 server, does not look at the client's limit. */
    void settings(Http2Settings ofPeer) {
        Long limit = ofPeer.maxHeaderListSize();
        if (limit != null) {
            headerListOfPeer = limit;
        }
        events.settings(ofPeer);
    }

    /** Opens a stream, or returns null when the connection takes none any more: then nothing was sent. */
    @Nullable
    Http2Stream open(HeaderList headers, boolean end, StreamEvents listener) {
        int id = connection().local().incrementAndGetNextStreamId();
        if (id < 0) {
            return null; // all 2^30 ids are used up
        }
        encoder().writeHeaders(context(), id, headers, 0, end, context().newPromise());
        Http2Stream stream = connection().stream(id);
        if (stream != null) {
            stream.setProperty(table, listener);
            flushSoon();
        }
        return stream;
    }

    void headers(Http2Stream stream, HeaderList headers, boolean end) {
        encoder()
                .writeHeaders(context(), stream.id(), headers, 0, end, context().newPromise());
        flushSoon();
    }

    /** Takes over {@code bytes}; {@code sent} is called when they are in the socket, and never when the stream or the connection ends before. */
    void data(Http2Stream stream, ByteBuf bytes, Runnable sent) {
        encoder()
                .writeData(context(), stream.id(), bytes, 0, false, context().newPromise())
                .addListener(written -> {
                    if (written.isSuccess()) {
                        sent.run();
                    }
                });
        flushSoon();
    }

    /** The last of the body. */
    void end(Http2Stream stream) {
        encoder()
                .writeData(
                        context(),
                        stream.id(),
                        Unpooled.EMPTY_BUFFER,
                        0,
                        true,
                        context().newPromise());
        flushSoon();
    }

    void reset(Http2Stream stream, Http2Error error) {
        if (connection().stream(stream.id()) == stream) {
            resetStream(context(), stream.id(), error.code(), context().newPromise());
            flushSoon();
        }
    }

    void ping(long data) {
        encoder().writePing(context(), false, data, context().newPromise());
        flushSoon();
    }

    /** The next hop took these bytes: the peer may send as many anew. */
    void credit(Http2Stream stream, int bytes) {
        try {
            if (connection().local().flowController().consumeBytes(stream, bytes)) {
                flushSoon();
            }
        } catch (Http2Exception e) {
            onError(context(), false, e);
        }
    }

    /** Runs it when all that has come is decoded, or now where nothing is being read: then many frames cost the next hop one write. */
    void atEndOfRead(Runnable task) {
        if (reading) {
            atEndOfRead.add(task);
        } else {
            task.run();
        }
    }

    boolean isOpen() {
        return context != null && context.channel().isActive();
    }

    ByteBufAllocator buffers() {
        return context().alloc();
    }

    boolean inLoop() {
        return context().executor().inEventLoop();
    }

    /** Now, where this is the connection's loop. */
    void onLoop(Runnable task) {
        if (inLoop()) {
            task.run();
        } else {
            execute(task);
        }
    }

    void execute(Runnable task) {
        context().executor().execute(task);
    }

    /** One flush for all that is written in this turn of the loop; while reading, the read's own end flushes. */
    private void flushSoon() {
        if (!flushScheduled && !reading) {
            flushScheduled = true;
            context().executor().execute(this::flushNow);
        }
    }

    private void flushNow() {
        flushScheduled = false;
        flush(context()); // not context.flush(): that would pass the flow controller by, and DATA would stay behind
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not in a pipeline yet");
    }

    // ---------------------------------------------------------------- streams

    @Nullable
    StreamEvents listenerOf(@Nullable Http2Stream stream) {
        return stream == null ? null : stream.getProperty(table);
    }

    void begin(Http2Stream stream, HeaderList headers, boolean end) {
        stream.setProperty(table, events.opened(stream, headers, end));
    }

    ConnectionEvents events() {
        return events;
    }

    /** Netty's builder, with the limits that are right between two authenticated ends. */
    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<TunnelCodec, Builder> {

        private final ConnectionEvents events;
        private final FramesOfTheConnection frames = new FramesOfTheConnection();

        private Builder(boolean http2Server, TunnelLimits limits, ConnectionEvents events) {
            this.events = events;
            frameListener(frames);
            Http2Settings settings =
                    new Http2Settings().initialWindowSize(limits.streamWindow()).maxHeaderListSize(limits.headerList());
            if (http2Server) {
                settings.maxConcurrentStreams(limits.mostExchanges() + 1L); // the control stream counts, too
            } else {
                settings.pushEnabled(false);
            }
            initialSettings(settings);
            // 200 impatient clients in 30 s must not cost the tunnel: the peer is authenticated and the edge limits
            // clients.
            decoderEnforceMaxRstFramesPerWindow(0, 0);
            gracefulShutdownTimeoutMillis(limits.drain().toMillis());
            codec(http2Server, limits); // last: the builder lets nothing about frames be said behind it
        }

        /**
         * Not what the builder would put together: streams share the connection in turns, since nobody sets priorities and Netty's tree of
         * them has to be kept for every stream; and nothing limits RST or control frames on their way out.
         */
        private void codec(boolean http2Server, TunnelLimits limits) {
            Http2Connection connection = new DefaultHttp2Connection(http2Server);
            FramesOfTheTurn written = new FramesOfTheTurn(HeaderCompression.encoder());
            connection.remote().flowController(written.flowController(connection));
            Http2ConnectionEncoder encoder = new DefaultHttp2ConnectionEncoder(connection, written);
            codec(
                    new DefaultHttp2ConnectionDecoder(
                            connection, encoder, new DefaultHttp2FrameReader(HeaderCompression.decoder(limits))),
                    encoder);
        }

        @Override
        protected TunnelCodec build() {
            return super.build();
        }

        @Override
        protected TunnelCodec build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            TunnelCodec codec = new TunnelCodec(decoder, encoder, settings, events);
            frames.of(codec);
            return codec;
        }
    }
}
