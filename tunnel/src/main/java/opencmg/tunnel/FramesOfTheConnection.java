package opencmg.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hands each decoded frame to the stream or connection that it belongs to. */
final class FramesOfTheConnection extends Http2EventAdapter {

    private @Nullable TunnelCodec codec;

    void of(TunnelCodec owner) {
        codec = owner;
    }

    private TunnelCodec codec() {
        return Objects.requireNonNull(codec, "no frame comes before the codec is built");
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers decoded, int padding, boolean end) {
        HeaderList headers = (HeaderList) decoded; // our decoder makes no others
        Http2Stream stream = codec().connection().stream(id);
        if (stream == null) {
            return; // reset in the meantime
        }
        StreamEvents listener = codec().listenerOf(stream);
        if (listener == null) {
            codec().begin(stream, headers, end);
        } else {
            listener.headers(headers, end);
        }
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
            boolean end) {
        onHeadersRead(ctx, id, headers, padding, end);
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end) {
        StreamEvents listener = codec().listenerOf(codec().connection().stream(id));
        int size = data.readableBytes();
        return padding + (listener == null ? size : listener.data(data, end));
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int id, long errorCode) {
        StreamEvents listener = codec().listenerOf(codec().connection().stream(id));
        if (listener != null) {
            listener.reset(errorCode);
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
        codec().settings(settings);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) {
        codec().events().pong(data);
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int last, long errorCode, ByteBuf text) {
        codec().events().goAway(last, errorCode, text.toString(StandardCharsets.UTF_8));
    }
}
