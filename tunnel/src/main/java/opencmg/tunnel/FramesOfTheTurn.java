package opencmg.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames that every exchange has (HEADERS, small DATA, WINDOW_UPDATE) behind each other into one buffer, which goes to TLS as one write when the
 * turn of the loop flushes. Netty makes two buffers, writes and promises of each frame, and TLS then copies them together. All other frames are
 * left to Netty and go out behind what waits here, so the order stays.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class FramesOfTheTurn extends DefaultHttp2FrameWriter {

    /** Of one TLS record: what is beyond it would be cut up again. */
    private static final int ROOM = 16 << 10;

    /** What a head usually needs at most; the buffer grows for a larger one. */
    private static final int USUAL_HEAD = 2 << 10;

    /** Of DATA that is worth copying. */
    private static final int SMALL = 4 << 10;

    private static final int FRAME_HEADER = 9;

    private final Http2HeadersEncoder compression;
    private @Nullable ByteBuf waiting;
    private List<ChannelPromise> promises = new ArrayList<>(); // of the frames in it
    private boolean closed; // from then on the channel is left to refuse each frame

    FramesOfTheTurn(Http2HeadersEncoder compression) {
        super(compression);
        this.compression = compression;
    }

    /** One in which streams take turns, and which writes out what waits once it has added the DATA that may go: the step before each flush. */
    Http2RemoteFlowController flowController(Http2Connection connection) {
        return new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)) {
            @Override
            public void writePendingBytes() throws Http2Exception {
                super.writePendingBytes();
                writeOut(channelHandlerContext());
            }
        };
    }

    // ------------------------------------------------------------------ frames that are gathered

    @Override
    public ChannelFuture writeHeaders(
            ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean end, ChannelPromise promise) {
        if (padding > 0 || closed) {
            writeOut(ctx);
            return super.writeHeaders(ctx, id, headers, padding, end, promise);
        }
        ByteBuf to = room(ctx, FRAME_HEADER + USUAL_HEAD);
        int frame = begin(to);
        try {
            compression.encodeHeaders(id, headers, to);
        } catch (Http2Exception e) {
            to.writerIndex(frame);
            return promise.setFailure(e);
        }
        if (to.writerIndex() - frame - FRAME_HEADER > maxFrameSize()) {
            continued(ctx, to, frame, id, end);
        } else {
            end(
                    to,
                    frame,
                    Http2FrameTypes.HEADERS,
                    new Http2Flags().endOfHeaders(true).endOfStream(end),
                    id);
        }
        return waits(promise);
    }

    /** Cuts a block that is longer than the other end takes into HEADERS and CONTINUATION (RFC 9113 6.10). */
    private void continued(ChannelHandlerContext ctx, ByteBuf to, int from, int id, boolean end) {
        int begin = from + FRAME_HEADER;
        ByteBuf block = ctx.alloc().buffer(to.writerIndex() - begin);
        try {
            block.writeBytes(to, begin, to.writerIndex() - begin);
            to.writerIndex(from);
            byte type = Http2FrameTypes.HEADERS;
            Http2Flags flags = new Http2Flags().endOfStream(end);
            while (block.isReadable()) {
                int frame = begin(to);
                to.writeBytes(block, Math.min(block.readableBytes(), maxFrameSize()));
                end(to, frame, type, flags.endOfHeaders(!block.isReadable()), id);
                type = Http2FrameTypes.CONTINUATION;
                flags = new Http2Flags();
            }
        } finally {
            block.release();
        }
    }

    @Override
    public ChannelFuture writeData(
            ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end, ChannelPromise promise) {
        if (padding > 0 || closed || data.readableBytes() > SMALL) {
            writeOut(ctx);
            return super.writeData(ctx, id, data, padding, end, promise);
        }
        try {
            ByteBuf to = room(ctx, FRAME_HEADER + data.readableBytes());
            int frame = begin(to);
            to.writeBytes(data);
            end(to, frame, Http2FrameTypes.DATA, new Http2Flags().endOfStream(end), id);
        } finally {
            data.release();
        }
        return waits(promise);
    }

    @Override
    public ChannelFuture writeWindowUpdate(ChannelHandlerContext ctx, int id, int increment, ChannelPromise promise) {
        if (closed) {
            return super.writeWindowUpdate(ctx, id, increment, promise);
        }
        ByteBuf to = room(ctx, FRAME_HEADER + Integer.BYTES);
        int frame = begin(to);
        to.writeInt(increment);
        end(to, frame, Http2FrameTypes.WINDOW_UPDATE, new Http2Flags(), id);
        return waits(promise);
    }

    // ------------------------------------------------------------------ the buffer

    /** The buffer, with that many bytes to spare. */
    private ByteBuf room(ChannelHandlerContext ctx, int bytes) {
        if (waiting != null && waiting.writableBytes() < bytes) {
            writeOut(ctx);
        }
        if (waiting == null) {
            waiting = ctx.alloc().buffer(ROOM);
        }
        return waiting;
    }

    /** Leaves room for a frame header (RFC 9113 4.1) and says where. */
    private static int begin(ByteBuf to) {
        int at = to.writerIndex();
        to.writeZero(FRAME_HEADER);
        return at;
    }

    /** Fills the header in, of a frame whose payload is all that came behind it. */
    private static void end(ByteBuf to, int frame, byte type, Http2Flags flags, int id) {
        to.setMedium(frame, to.writerIndex() - frame - FRAME_HEADER);
        to.setByte(frame + 3, type);
        to.setByte(frame + 4, flags.value());
        to.setInt(frame + 5, id);
    }

    private ChannelFuture waits(ChannelPromise promise) {
        promises.add(promise);
        return promise;
    }

    private void writeOut(ChannelHandlerContext ctx) {
        ByteBuf written = waiting;
        if (written != null) {
            List<ChannelPromise> made = promises;
            waiting = null; // first: the write may fail at once and those who hear of it write something
            promises = new ArrayList<>();
            ctx.write(written).addListener(done -> settle(made, done.cause()));
        }
    }

    private static void settle(List<ChannelPromise> promises, @Nullable Throwable failure) {
        for (ChannelPromise promise : promises) {
            if (failure == null) {
                promise.trySuccess();
            } else {
                promise.tryFailure(failure);
            }
        }
    }

    /** The connection is gone, and with it what waits. */
    @Override
    public void close() {
        super.close();
        closed = true;
        if (waiting != null) {
            waiting.release();
            waiting = null;
            List<ChannelPromise> made = promises;
            promises = new ArrayList<>();
            settle(made, new ClosedChannelException());
        }
    }

    // ------------------------------------------------------------------ frames that are rare

    @Override
    public ChannelFuture writeHeaders(
            ChannelHandlerContext ctx,
            int id,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end,
            ChannelPromise promise) {
        writeOut(ctx);
        return super.writeHeaders(ctx, id, headers, dependency, weight, exclusive, padding, end, promise);
    }

    @Override
    public ChannelFuture writePriority(
            ChannelHandlerContext ctx,
            int id,
            int dependency,
            short weight,
            boolean exclusive,
            ChannelPromise promise) {
        writeOut(ctx);
        return super.writePriority(ctx, id, dependency, weight, exclusive, promise);
    }

    @Override
    public ChannelFuture writeRstStream(ChannelHandlerContext ctx, int id, long error, ChannelPromise promise) {
        writeOut(ctx);
        return super.writeRstStream(ctx, id, error, promise);
    }

    @Override
    public ChannelFuture writeSettings(ChannelHandlerContext ctx, Http2Settings settings, ChannelPromise promise) {
        writeOut(ctx);
        return super.writeSettings(ctx, settings, promise);
    }

    @Override
    public ChannelFuture writeSettingsAck(ChannelHandlerContext ctx, ChannelPromise promise) {
        writeOut(ctx);
        return super.writeSettingsAck(ctx, promise);
    }

    @Override
    public ChannelFuture writePing(ChannelHandlerContext ctx, boolean ack, long data, ChannelPromise promise) {
        writeOut(ctx);
        return super.writePing(ctx, ack, data, promise);
    }

    @Override
    public ChannelFuture writePushPromise(
            ChannelHandlerContext ctx,
            int id,
            int promised,
            Http2Headers headers,
            int padding,
            ChannelPromise promise) {
        writeOut(ctx);
        return super.writePushPromise(ctx, id, promised, headers, padding, promise);
    }

    @Override
    public ChannelFuture writeGoAway(
            ChannelHandlerContext ctx, int last, long error, ByteBuf text, ChannelPromise promise) {
        writeOut(ctx);
        return super.writeGoAway(ctx, last, error, text, promise);
    }

    @Override
    public ChannelFuture writeFrame(
            ChannelHandlerContext ctx, byte type, int id, Http2Flags flags, ByteBuf payload, ChannelPromise promise) {
        writeOut(ctx);
        return super.writeFrame(ctx, type, id, flags, payload, promise);
    }
}
