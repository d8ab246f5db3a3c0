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
import io.netty.handler.codec.http2.Http2HeadersEncoder;
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
 * HTTP/2 (RFC 9113) at frame level, for the two ends of a tunnel: Netty reads frames and does HPACK; streams, windows and turns are the project's own (with
 * Netty's both hops together took 51.4 µs for a request in place of 44.2; docs/decisions/0005). What an end writes within a turn of the event loop leaves with
 * one flush.
 *
 * <p>Add it to the pipeline only after the TLS handshake: it writes at once, and that would start a TLS engine whose channel is still connecting.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection, which tells everybody
public final class Http2Connection extends ByteToMessageDecoder {

    private static final Logger log = LoggerFactory.getLogger(Http2Connection.class);

    private static final int LINGER_SECONDS = 1;
    /** What may wait for the socket: with Netty's 64 KiB a fast body stops and starts again every four frames. */
    private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(256 << 10, 512 << 10);
    /** Window of the connection before anything is said of it (RFC 9113 6.9.2). */
    private static final int FIRST_WINDOW = 65_535;
    /** The other end may send 2 GiB on the whole connection; it is told when it has sent half of that. */
    private static final int CREDIT_OF_CONNECTION = 1 << 30;
    /** Bytes of table with which HPACK remembers header fields, however many more the other end offers. */
    private static final long HEADER_TABLE = 4096;

    private final boolean http2Server;
    private final TunnelLimits limits;
    private final Http2ConnectionListener events;
    private final ConnectionPreface preface;
    private final Http2FrameReader reader;
    private final InboundFrameListener inbound;
    private final Http2HeadersEncoder compression = HeaderCompression.encoder();
    private final Http2FrameWriter frames = new Http2FrameWriter(compression);
    private final StreamRegistry streams;
    private final List<Runnable> atEndOfRead = new ArrayList<>();
    private final Runnable flush = this::flushAsScheduled; // one object for all turns
    private @Nullable ChannelHandlerContext context;
    private boolean flushScheduled;
    private boolean reading;
    private boolean leaving; // GOAWAY is sent
    private int lastTaken; // as it says
    private boolean broken;
    private boolean cut;
    private int owed; // what the other end has used of the connection's window
    private long headerListOfPeer = Long.MAX_VALUE;
    private long lastInbound = System.nanoTime();
    private String causeOfClose = "closed by the other end";

    private Http2Connection(boolean http2Server, TunnelLimits limits, Http2ConnectionListener events) {
        this.http2Server = http2Server;
        this.limits = limits;
        this.events = events;
        this.preface = http2Server ? ConnectionPreface.awaited() : ConnectionPreface.none();
        this.reader = new DefaultHttp2FrameReader(HeaderCompression.decoder(limits));
        this.streams = new StreamRegistry(frames, limits.streamWindow(), this::flushSoon);
        this.inbound = new InboundFrameListener(this, streams, http2Server);
        // A frame of 16 KiB and its header never fit one TLS record: putting the pieces together must not copy them.
        setCumulator(COMPOSITE_CUMULATOR);
    }

    public static Http2Connection create(boolean http2Server, TunnelLimits limits, Http2ConnectionListener events) {
        return new Http2Connection(http2Server, limits, events);
    }

    // ------------------------------------------------------------------ life

    /** Sends what a connection begins with (RFC 9113 3.4). */
    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        frames.to(added);
        added.channel().config().setWriteBufferWaterMark(WATER);
        Http2Settings settings = new Http2Settings()
                .initialWindowSize(limits.streamWindow())
                .maxHeaderListSize(limits.maxHeaderListSize());
        if (http2Server) {
            long most = limits.maxExchanges() + 1L; // the control stream counts, too
            streams.most(most);
            settings.maxConcurrentStreams(most);
        } else {
            settings.pushEnabled(false);
            frames.preface();
        }
        frames.settings(settings);
        // The window of the connection must not let stalled streams starve the others, so it is out of the way:
        // memory is bounded by the windows of the streams times their number.
        frames.windowUpdate(0, Integer.MAX_VALUE - FIRST_WINDOW);
        flushSoon();
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
            if (broken) {
                in.skipBytes(in.readableBytes());
            } else if (preface.isRead(in)) {
                reader.readFrame(ctx, in, inbound);
            }
        } catch (Http2Exception | RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        try {
            for (int i = 0; i < atEndOfRead.size(); i++) { // they may add others
                atEndOfRead.get(i).run();
            }
        } catch (RuntimeException e) {
            failed(e);
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
            flushSoon();
        }
        super.channelWritabilityChanged(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        try {
            super.channelInactive(ctx); // decodes what is left
        } finally {
            streams.closeAll();
            streams.tell();
            events.closed(causeOfClose);
        }
    }

    /** Releases what still holds buffers, also where the channel was closed before this came into its pipeline. */
    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        streams.closeAll();
        frames.close();
        reader.close();
    }

    /** A stream error costs its stream, everything else the connection (RFC 9113 5.4). */
    private void failed(Exception cause) {
        if (cause instanceof Http2Exception http2 && Http2Exception.isStreamError(http2)) {
            refuse(Http2Exception.streamId(http2), http2);
        } else if (cause instanceof Http2Exception http2) {
            endConnection(http2, http2.error());
        } else {
            log.atError().setCause(cause).log("A frame of the tunnel could not be worked on");
            endConnection(cause, Http2Error.INTERNAL_ERROR);
        }
    }

    private void endConnection(Exception cause, Http2Error error) {
        broken = true;
        if (!cut) { // what was being read when it was cut may fail in its turn
            sayGoodbye("HTTP/2 error: " + cause.getMessage(), error);
            closeWhenWritten(Duration.ofSeconds(LINGER_SECONDS));
        }
    }

    private void refuse(int id, Http2Exception cause) {
        TunnelStream stream = streams.get(id);
        if (stream != null) {
            stream.refuse(cause.error(), String.valueOf(cause.getMessage()));
        } else if (streams.hasBeen(id) || (http2Server && streams.mayBegin(id))) {
            streams.skip(id);
            frames.reset(id, cause.error());
            flushSoon();
        } else {
            endConnection(cause, cause.error());
        }
    }

    /** Nanoseconds on the clock of {@link System#nanoTime} of the last inbound bytes. */
    public long lastInbound() {
        return lastInbound;
    }

    /** What TLS or the socket said; the connection closes by itself. */
    public void broke(Throwable cause) {
        causeOfClose = "TLS or TCP: " + cause.getMessage();
    }

    /** What the other end said in its GOAWAY. It closes the connection, or waits for this end to do so when nothing is under way. */
    public void dismissed(String why, boolean nothingUnderWay) {
        causeOfClose = "closed by the other end: " + why;
        if (nothingUnderWay) {
            context().close();
        }
    }

    /** For people; what is known so far. */
    public String causeOfClose() {
        return causeOfClose;
    }

    /** Cuts the connection now. */
    public void cut(String cause) {
        if (!cut) { // what follows from it says less
            cut = true;
            causeOfClose = cause;
        }
        context().close();
    }

    /** Sends GOAWAY behind everything that may go and closes. */
    public void goodbye(String cause) {
        sayGoodbye(cause, Http2Error.NO_ERROR);
        closeWhenWritten(limits.drainTimeout());
    }

    /**
     * The same to an end that may still be talking. It is left to close, for a second: a socket that is closed with bytes unread sends a reset, which
     * would overtake the reason.
     */
    public void turnAway(String cause) {
        sayGoodbye(cause, Http2Error.NO_ERROR);
        closeWithin(Duration.ofSeconds(LINGER_SECONDS));
    }

    private void sayGoodbye(String cause, Http2Error error) {
        causeOfClose = cause;
        if (!leaving) {
            leaving = true;
            lastTaken = http2Server ? streams.last() : 0;
        }
        streams.write(context().channel());
        frames.goAway(lastTaken, error, cause);
        frames.flush();
    }

    /** Within that time, also where the other end does not read. */
    private void closeWhenWritten(Duration most) {
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> context()
                .close());
        closeWithin(most);
    }

    private void closeWithin(Duration most) {
        var unused = context().executor().schedule(() -> context().close(), most.toMillis(), TimeUnit.MILLISECONDS);
    }

    // ---------------------------------------------------------------- writing

    /**
     * Whether the other end takes a header list of that size. Asked before each one is sent: one that is much too large
     * would make the other end close the connection, and every exchange on it would pay for one.
     */
    public boolean takes(HeaderList headers) {
        return headers.bytes() <= headerListOfPeer;
    }

    /** Opens a stream, or returns null when the connection takes none any more: then nothing was sent. */
    @Nullable
    public TunnelStream open(HeaderList headers, boolean end, Http2StreamListener listener) {
        return leaving || !isOpen() ? null : streams.open(headers, end, listener);
    }

    public void ping(long data) {
        ping(false, data);
    }

    public void ping(boolean ack, long data) {
        if (isOpen()) {
            frames.ping(ack, data);
            flushSoon();
        }
    }

    /** Runs it when all that has come is decoded, or now where nothing is being read: then many frames cost the next hop one write. */
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

    public ByteBufAllocator buffers() {
        return context().alloc();
    }

    public boolean inLoop() {
        return context().executor().inEventLoop();
    }

    /** Now, where this is the connection's loop. */
    public void onLoop(Runnable task) {
        if (inLoop()) {
            task.run();
        } else {
            execute(task);
        }
    }

    public void execute(Runnable task) {
        context().executor().execute(task);
    }

    /** One flush for all that is written in this turn of the loop; while reading, the read's own end flushes. */
    private void flushSoon() {
        if (!flushScheduled && !reading) {
            flushScheduled = true;
            context().executor().execute(flush);
        }
    }

    private void flushAsScheduled() {
        flushScheduled = false;
        flushNow();
    }

    private void flushNow() {
        try {
            streams.write(context().channel());
            frames.flush();
        } catch (RuntimeException | OutOfMemoryError e) {
            log.atError().setCause(e).log("What was to be sent through a tunnel is lost");
            cut("it could not be written: " + e); // frames have a hole now
        }
        streams.tell();
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not in a pipeline yet");
    }

    // ---------------------------------------------------------------- what frames of the other end do

    Http2ConnectionListener events() {
        return events;
    }

    /** GOAWAY is sent: the other end may not open streams any more. */
    boolean isLeaving() {
        return leaving;
    }

    /** Acknowledges what the other end allows, and keeps to it from now on (RFC 9113 6.5). */
    void settings(Http2Settings ofPeer) throws Http2Exception {
        frames.settingsAck();
        Long table = ofPeer.headerTableSize();
        if (table != null) {
            compression.configuration().maxHeaderTableSize(Math.min(table, HEADER_TABLE));
        }
        Integer longest = ofPeer.maxFrameSize();
        if (longest != null) {
            frames.longest(longest);
        }
        Integer window = ofPeer.initialWindowSize();
        if (window != null && !streams.opensAt(window)) {
            throw Http2Exception.connectionError(
                    Http2Error.FLOW_CONTROL_ERROR, "the window of a stream is beyond 2^31-1 with SETTINGS");
        }
        Long limit = ofPeer.maxHeaderListSize();
        if (limit != null) {
            headerListOfPeer = limit;
        }
        Long most = ofPeer.maxConcurrentStreams();
        if (most != null && !http2Server) {
            streams.most(most);
        }
        events.settings(ofPeer);
    }

    /** DATA came: as much may come again on the connection, whatever becomes of it. */
    void used(int bytes) {
        owed += bytes;
        if (owed >= CREDIT_OF_CONNECTION) {
            frames.windowUpdate(0, owed);
            owed = 0;
        }
    }
}
