package opencmg.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Holds each frame that Netty has read, and found to be well formed, against the state of its stream (RFC 9113 5 to 8), and hands it to whom it belongs. A
 * stream error costs the stream, a connection error the connection; both are thrown, and {@link Http2Connection} acts on them.
 */
final class InboundFrameListener implements Http2FrameListener {

    private final Http2Connection codec;
    private final StreamRegistry streams;
    private final boolean http2Server;
    private boolean settingsSeen;

    InboundFrameListener(Http2Connection codec, StreamRegistry streams, boolean http2Server) {
        this.codec = codec;
        this.streams = streams;
        this.http2Server = http2Server;
    }

    // ------------------------------------------------------------------ HEADERS

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers decoded, int padding, boolean end)
            throws Http2Exception {
        requireSettings("HEADERS");
        HeaderList headers = (HeaderList) decoded; // our decoder makes no others
        TunnelStream stream = streams.get(id);
        if (stream != null) {
            received(stream, headers, end);
        } else if (http2Server && streams.mayBegin(id)) {
            begun(id, headers, end);
        } else {
            requireBeen(id, "HEADERS");
            requireGateway(id);
        }
        streams.tell();
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

    private void begun(int id, HeaderList headers, boolean end) throws Http2Exception {
        if (codec.isLeaving()) {
            streams.skip(id); // GOAWAY has told the other end that nobody will look at it
            return;
        }
        if (streams.isFull()) {
            throw Http2Exception.streamError(id, Http2Error.REFUSED_STREAM, "stream %d is one too many", id);
        }
        if (headers.method() == null || headers.scheme() == null || headers.path() == null) {
            throw Http2Exception.streamError(
                    id, Http2Error.PROTOCOL_ERROR, "stream %d begins without :method, :scheme or :path", id);
        }
        TunnelStream stream = streams.begun(id);
        stream.headed();
        announced(stream, headers);
        fits(stream, 0, end);
        stream.listener(codec.events().opened(stream, headers, end));
        ended(stream, end);
    }

    private void received(TunnelStream stream, HeaderList headers, boolean end) throws Http2Exception {
        mustReceive(stream, "HEADERS");
        boolean interim = !http2Server && headers.isInterim();
        if (interim && end) {
            throw Http2Exception.streamError(
                    stream.id(), Http2Error.PROTOCOL_ERROR, "an interim answer ends stream %d", stream.id());
        }
        if (stream.isHeaded()) {
            trailers(stream, headers, interim || !end);
        } else if (!interim) {
            stream.headed();
            announced(stream, headers);
        }
        fits(stream, 0, end);
        Http2StreamListener listener = stream.listener();
        if (listener != null) {
            listener.headers(headers, end);
        }
        ended(stream, end);
    }

    private static void trailers(TunnelStream stream, HeaderList headers, boolean outOfPlace) throws Http2Exception {
        if (outOfPlace || headers.hasPseudo()) {
            throw Http2Exception.streamError(
                    stream.id(), Http2Error.PROTOCOL_ERROR, "a second head on stream %d", stream.id());
        }
    }

    private static void announced(TunnelStream stream, HeaderList headers) throws Http2Exception {
        List<String> lengths = headers.fields().getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (lengths.isEmpty()) {
            return;
        }
        try {
            long length = HttpUtil.normalizeAndGetContentLength(lengths, false, true);
            if (lengths.size() > 1 || lengths.get(0).indexOf(',') >= 0) {
                var unused = headers.fields().set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length));
            }
            stream.arrivals().announced(length);
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
        codec.used(size + padding);
        TunnelStream stream = streams.get(id);
        if (stream != null) {
            received(stream, data, size, padding, end);
        } else {
            requireBeen(id, "DATA");
        }
        streams.tell();
        return size + padding;
    }

    private void received(TunnelStream stream, ByteBuf data, int size, int padding, boolean end) throws Http2Exception {
        mustReceive(stream, "DATA");
        if (!stream.isHeaded()) {
            throw Http2Exception.streamError(
                    stream.id(), Http2Error.PROTOCOL_ERROR, "DATA before the head on stream %d", stream.id());
        }
        if (!stream.arrivals().fitWindow(size + padding)) {
            throw Http2Exception.streamError(
                    stream.id(), Http2Error.FLOW_CONTROL_ERROR, "more on stream %d than its window", stream.id());
        }
        fits(stream, size, end);
        Http2StreamListener listener = stream.listener();
        int taken = listener == null ? size : listener.data(data, end);
        ended(stream, end);
        stream.credit(taken + padding);
    }

    // ------------------------------------------------------------------ what both have

    private static void mustReceive(TunnelStream stream, String frame) throws Http2Exception {
        if (!stream.isReceiving()) {
            throw Http2Exception.streamError(
                    stream.id(), Http2Error.STREAM_CLOSED, "%s on stream %d, which has ended", frame, stream.id());
        }
    }

    private void fits(TunnelStream stream, int size, boolean end) throws Http2Exception {
        if (!stream.arrivals().fitLength(size, end, !http2Server)) {
            throw Http2Exception.streamError(
                    stream.id(),
                    Http2Error.PROTOCOL_ERROR,
                    "the body of stream %d is not as long as its Content-Length says",
                    stream.id());
        }
    }

    private void ended(TunnelStream stream, boolean end) {
        if (end) {
            streams.remoteEnds(stream);
        }
    }

    /** A frame of a stream that has closed may have been under way then; one of a stream that was never open costs the connection (RFC 9113 5.1). */
    private void requireBeen(int id, String frame) throws Http2Exception {
        if (!streams.hasBeen(id)) {
            throw Http2Exception.connectionError(
                    Http2Error.PROTOCOL_ERROR, "%s on stream %d, which was never open", frame, id);
        }
    }

    /** An answer may have been under way when its request was cancelled; a request on a stream that has been is wrong, and its sender must hear of it. */
    private void requireGateway(int id) throws Http2Exception {
        if (http2Server) {
            throw Http2Exception.streamError(id, Http2Error.STREAM_CLOSED, "HEADERS on stream %d, which is closed", id);
        }
    }

    /** They come first (RFC 9113 3.4). */
    private void requireSettings(String frame) throws Http2Exception {
        if (!settingsSeen) {
            throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "%s comes before SETTINGS", frame);
        }
    }

    // ------------------------------------------------------------------ other frames of streams

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int id, long errorCode) throws Http2Exception {
        requireSettings("RST_STREAM");
        TunnelStream stream = streams.get(id);
        if (stream == null) {
            requireBeen(id, "RST_STREAM");
            return;
        }
        Http2StreamListener listener = stream.listener();
        if (listener != null) {
            listener.reset(errorCode);
        }
        streams.close(stream, Http2StreamListener.ClosedBy.STREAM);
        streams.tell();
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int id, int more) throws Http2Exception {
        requireSettings("WINDOW_UPDATE");
        TunnelStream stream = id == 0 ? null : streams.get(id);
        if (id == 0 && !streams.opens(more)) {
            throw Http2Exception.connectionError(
                    Http2Error.FLOW_CONTROL_ERROR, "the window of the connection is beyond 2^31-1");
        } else if (stream != null && !streams.opens(stream, more)) {
            throw Http2Exception.streamError(
                    id, Http2Error.FLOW_CONTROL_ERROR, "the window of stream %d is beyond 2^31-1", id);
        } else if (id != 0 && stream == null) {
            requireBeen(id, "WINDOW_UPDATE");
        }
    }

    @Override
    public void onPriorityRead(ChannelHandlerContext ctx, int id, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        requireSettings("PRIORITY"); // and then it is passed over: nobody sets priorities any more (RFC 9113 5.3.2)
    }

    @Override
    public void onPushPromiseRead(ChannelHandlerContext ctx, int id, int promised, Http2Headers headers, int padding)
            throws Http2Exception {
        throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "PUSH_PROMISE, which nobody allowed");
    }

    @Override
    public void onUnknownFrame(ChannelHandlerContext ctx, byte type, int id, Http2Flags flags, ByteBuf payload)
            throws Http2Exception {
        requireSettings("an unknown frame"); // and then it is passed over (RFC 9113 5.5)
    }

    // ------------------------------------------------------------------ frames of the connection

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
        settingsSeen = true;
        if (!http2Server && Boolean.TRUE.equals(settings.pushEnabled())) {
            throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "a server that lets itself be pushed to");
        }
        codec.settings(settings);
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext ctx) throws Http2Exception {
        requireSettings("the acknowledgement of SETTINGS");
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
        requireSettings("PING");
        codec.ping(true, data);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
        requireSettings("PING");
        codec.events().pong(data);
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int last, long errorCode, ByteBuf text) throws Http2Exception {
        requireSettings("GOAWAY");
        codec.events().goAway(last, errorCode, text.toString(StandardCharsets.UTF_8));
        if (!http2Server) { // it speaks of streams that this end has opened (RFC 9113 6.8)
            streams.closeAbove(last);
        }
    }
}
