package opencmg.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Checks each frame against its stream's state (RFC 9113 5 to 8) and passes it on; Netty has already checked that the frame itself is well formed. Stream
 * errors and connection errors are thrown, and {@link Http2Connection} acts on them.
 */
final class InboundFrameListener implements Http2FrameListener {

    private static final int SHOWN_OF_PREFACE = 40;
    private static final String HEADERS = "HEADERS";

    private final Http2Connection connection;
    private final StreamRegistry streams;
    private final boolean http2Server;
    private final Http2ConnectionListener listener;
    private final ControlFrameLimiter controlFrames;
    private final ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf(); // what is missing of it
    private boolean settingsReceived;

    InboundFrameListener(
            Http2Connection connection,
            StreamRegistry streams,
            boolean http2Server,
            ControlFrameLimiter controlFrames,
            Http2ConnectionListener listener) {
        this.connection = connection;
        this.streams = streams;
        this.http2Server = http2Server;
        this.controlFrames = controlFrames;
        this.listener = listener;
    }

    // ------------------------------------------------------------------ what comes first (RFC 9113 3.4)

    /**
     * Reads the part of the client's connection preface that has arrived; a server sends none.
     *
     * @return whether the preface is complete
     * @throws Http2Exception if something else has arrived
     */
    boolean readPreface(ByteBuf in) throws Http2Exception {
        if (!http2Server || !preface.isReadable()) {
            return true;
        }
        int size = Math.min(in.readableBytes(), preface.readableBytes());
        if (!ByteBufUtil.equals(in, in.readerIndex(), preface, preface.readerIndex(), size)) {
            String shown = in.toString(
                            in.readerIndex(), Math.min(SHOWN_OF_PREFACE, in.readableBytes()), StandardCharsets.US_ASCII)
                    .replaceAll("[^\\x20-\\x7e]", ".");
            throw Http2Exception.connectionError(
                    Http2Error.PROTOCOL_ERROR, "the other end does not speak HTTP/2: it begins with \"%s\"", shown);
        }
        in.skipBytes(size);
        preface.skipBytes(size);
        return !preface.isReadable();
    }

    private void requireSettings(String frame) throws Http2Exception {
        if (!settingsReceived) {
            throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "%s comes before SETTINGS", frame);
        }
    }

    private void countControlFrame(String frame) throws Http2Exception {
        if (!controlFrames.tryAcquire()) {
            throw Http2Exception.connectionError(
                    Http2Error.ENHANCE_YOUR_CALM,
                    "more than %d control frames within a second, the last one %s",
                    controlFrames.perSecond(),
                    frame);
        }
    }

    // ------------------------------------------------------------------ HEADERS

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers decoded, int padding, boolean end)
            throws Http2Exception {
        requireSettings(HEADERS);
        HeaderList headers = (HeaderList) decoded; // our decoder creates nothing else
        TunnelStream stream = streams.get(id);
        if (stream != null) {
            headersOfOpenStream(stream, headers, end);
        } else if (http2Server && streams.mayOpen(id)) {
            headersOfNewStream(id, headers, end);
        } else {
            headersOfClosedStream(id);
        }
        streams.notifyClosed();
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int id,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end)
            throws Http2Exception {
        onHeadersRead(ctx, id, headers, padding, end);
    }

    private void headersOfNewStream(int id, HeaderList headers, boolean end) throws Http2Exception {
        if (connection.isGoAwaySent()) {
            streams.skip(id); // GOAWAY has told the peer that this stream is not processed
            return;
        }
        if (streams.isFull()) {
            streams.skip(id);
            throw Http2Exception.streamError(id, Http2Error.REFUSED_STREAM, "stream %d is one too many", id);
        }
        if (headers.method() == null || headers.scheme() == null || headers.path() == null) {
            streams.skip(id);
            throw Http2Exception.streamError(
                    id, Http2Error.PROTOCOL_ERROR, "stream %d begins without :method, :scheme or :path", id);
        }
        TunnelStream stream = streams.register(id);
        stream.headReceived();
        readContentLength(stream, headers);
        checkContentLength(stream, 0, end);
        stream.listener(listener.onStream(stream, headers, end));
        endIf(stream, end);
    }

    /** A response may have been sent before its sender read that the request was cancelled. A second request on a closed stream is an error. */
    private void headersOfClosedStream(int id) throws Http2Exception {
        requireNotIdle(id, HEADERS);
        if (http2Server) {
            throw Http2Exception.streamError(id, Http2Error.STREAM_CLOSED, "HEADERS on stream %d, which is closed", id);
        }
    }

    private void headersOfOpenStream(TunnelStream stream, HeaderList headers, boolean end) throws Http2Exception {
        requireReceiving(stream, HEADERS);
        boolean interim = !http2Server && headers.isInterim();
        if (interim && end) {
            throw Http2Exception.streamError(
                    stream.id(), Http2Error.PROTOCOL_ERROR, "an interim answer ends stream %d", stream.id());
        }
        if (stream.isHeadReceived()) {
            checkTrailers(stream, headers, interim || !end);
        } else if (!interim) {
            stream.headReceived();
            readContentLength(stream, headers);
        }
        checkContentLength(stream, 0, end);
        Http2StreamListener streamListener = stream.listener();
        if (streamListener != null) {
            streamListener.onHeaders(headers, end);
        }
        endIf(stream, end);
    }

    private static void checkTrailers(TunnelStream stream, HeaderList headers, boolean misplaced)
            throws Http2Exception {
        if (misplaced || headers.hasPseudoHeaders()) {
            throw Http2Exception.streamError(
                    stream.id(), Http2Error.PROTOCOL_ERROR, "a second head on stream %d", stream.id());
        }
    }

    private static void readContentLength(TunnelStream stream, HeaderList headers) throws Http2Exception {
        List<String> lengths = headers.fields().getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (lengths.isEmpty()) {
            return;
        }
        try {
            long length = HttpUtil.normalizeAndGetContentLength(lengths, false, true);
            if (lengths.size() > 1 || lengths.get(0).indexOf(',') >= 0) {
                var unused = headers.fields().set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length));
            }
            stream.expectContentLength(length);
        } catch (IllegalArgumentException e) {
            throw Http2Exception.streamError(
                    stream.id(), Http2Error.PROTOCOL_ERROR, e, "Content-Length on stream %d: %s", stream.id(), lengths);
        }
    }

    // ------------------------------------------------------------------ DATA

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end)
            throws Http2Exception {
        requireSettings("DATA");
        int size = data.readableBytes();
        if (size == 0 && !end) {
            countControlFrame("an empty DATA");
        }
        connection.creditConnection(size + padding);
        TunnelStream stream = streams.get(id);
        if (stream != null) {
            dataOfOpenStream(stream, data, size, padding, end);
        } else {
            requireNotIdle(id, "DATA");
        }
        streams.notifyClosed();
        return size + padding;
    }

    private void dataOfOpenStream(TunnelStream stream, ByteBuf data, int size, int padding, boolean end)
            throws Http2Exception {
        requireReceiving(stream, "DATA");
        if (!stream.isHeadReceived()) {
            throw Http2Exception.streamError(
                    stream.id(), Http2Error.PROTOCOL_ERROR, "DATA before the head on stream %d", stream.id());
        }
        if (!stream.fitsWindow(size + padding)) {
            throw Http2Exception.streamError(
                    stream.id(), Http2Error.FLOW_CONTROL_ERROR, "more on stream %d than its window", stream.id());
        }
        checkContentLength(stream, size, end);
        Http2StreamListener streamListener = stream.listener();
        int consumed = streamListener == null ? size : streamListener.onData(data, end);
        endIf(stream, end);
        stream.credit(consumed + padding);
    }

    // ------------------------------------------------------------------ checks of HEADERS and DATA

    private static void requireReceiving(TunnelStream stream, String frame) throws Http2Exception {
        if (!stream.isReceiving()) {
            throw Http2Exception.streamError(
                    stream.id(), Http2Error.STREAM_CLOSED, "%s on stream %d, which has ended", frame, stream.id());
        }
    }

    private void checkContentLength(TunnelStream stream, int size, boolean end) throws Http2Exception {
        if (!stream.fitsContentLength(size, end, !http2Server)) {
            throw Http2Exception.streamError(
                    stream.id(),
                    Http2Error.PROTOCOL_ERROR,
                    "the body of stream %d is not as long as its Content-Length says",
                    stream.id());
        }
    }

    private void endIf(TunnelStream stream, boolean end) {
        if (end) {
            streams.remoteEnded(stream);
        }
    }

    /**
     * A frame on a closed stream may have been sent before the peer knew. One on an idle stream is a connection error (RFC 9113 5.1), and so is one on a
     * stream that was passed over, for ids only grow (RFC 9113 5.1.1).
     */
    private void requireNotIdle(int id, String frame) throws Http2Exception {
        if (streams.isIdle(id)) {
            throw Http2Exception.connectionError(
                    Http2Error.PROTOCOL_ERROR, "%s on stream %d, which was never open", frame, id);
        }
        if (streams.wasPassedOver(id)) {
            throw Http2Exception.connectionError(
                    frame.equals(HEADERS) ? Http2Error.PROTOCOL_ERROR : Http2Error.STREAM_CLOSED,
                    "%s on stream %d, although one with a higher id was opened first",
                    frame,
                    id);
        }
    }

    // ------------------------------------------------------------------ other frames of streams

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int id, long errorCode) throws Http2Exception {
        requireSettings("RST_STREAM");
        TunnelStream stream = streams.get(id);
        if (stream == null) {
            requireNotIdle(id, "RST_STREAM");
            return;
        }
        Http2StreamListener streamListener = stream.listener();
        if (streamListener != null) {
            streamListener.onReset(errorCode);
        }
        streams.close(stream, Http2StreamListener.ClosedBy.STREAM);
        streams.notifyClosed();
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int id, int increment) throws Http2Exception {
        requireSettings("WINDOW_UPDATE");
        if (!streams.spendUpdate()) {
            countControlFrame("WINDOW_UPDATE");
        }
        TunnelStream stream = id == 0 ? null : streams.get(id);
        if (id == 0 && !streams.growConnectionWindow(increment)) {
            throw Http2Exception.connectionError(
                    Http2Error.FLOW_CONTROL_ERROR, "the window of the connection is beyond 2^31-1");
        } else if (stream != null && !streams.growWindow(stream, increment)) {
            throw Http2Exception.streamError(
                    id, Http2Error.FLOW_CONTROL_ERROR, "the window of stream %d is beyond 2^31-1", id);
        } else if (id != 0 && stream == null) {
            requireNotIdle(id, "WINDOW_UPDATE");
        }
    }

    @Override
    public void onPriorityRead(ChannelHandlerContext ctx, int id, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        requireSettings("PRIORITY");
        countControlFrame("PRIORITY"); // then ignored: deprecated (RFC 9113 5.3.2)
    }

    @Override
    public void onPushPromiseRead(ChannelHandlerContext ctx, int id, int promised, Http2Headers headers, int padding)
            throws Http2Exception {
        throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "PUSH_PROMISE, which nobody allowed");
    }

    @Override
    public void onUnknownFrame(ChannelHandlerContext ctx, byte type, int id, Http2Flags flags, ByteBuf payload)
            throws Http2Exception {
        requireSettings("an unknown frame");
        countControlFrame("of an unknown type"); // then ignored (RFC 9113 5.5)
    }

    // ------------------------------------------------------------------ frames of the connection

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
        settingsReceived = true;
        countControlFrame("SETTINGS");
        if (!http2Server && Boolean.TRUE.equals(settings.pushEnabled())) {
            throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "a server that lets itself be pushed to");
        }
        streams.applySettings(settings, !http2Server);
        listener.onSettings(settings);
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext ctx) throws Http2Exception {
        requireSettings("the acknowledgement of SETTINGS");
        countControlFrame("SETTINGS");
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
        requireSettings("PING");
        countControlFrame("PING");
        connection.ping(true, data);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
        requireSettings("PING");
        countControlFrame("PING");
        listener.onPong(data);
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int last, long errorCode, ByteBuf text) throws Http2Exception {
        requireSettings("GOAWAY");
        countControlFrame("GOAWAY");
        listener.onGoAway(last, errorCode, text.toString(StandardCharsets.UTF_8));
        if (!http2Server) { // it refers to streams that this end has opened (RFC 9113 6.8)
            streams.closeAbove(last);
        }
    }
}
