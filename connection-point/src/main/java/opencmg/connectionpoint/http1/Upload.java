package opencmg.connectionpoint.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.StandardCharsets;

/**
 * A request's body on its way into the socket, and no faster than the socket takes it. What breaks the source off its owner hears of, and aborts;
 * a write that fails closes the connection, which is told there.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Upload {

    private static final ByteBuf END_OF_CHUNK = constant("\r\n");
    private static final ByteBuf LAST_CHUNK = constant("0\r\n\r\n");

    private final ChannelHandlerContext context;
    private final ReadStream<Buffer> source;
    private final boolean chunked;
    private final Asker asker;
    private ChannelFuture last;
    private boolean whole;
    private boolean over;

    /**
     * Of an asker.
     *
     * @param head the write of what stands before the body
     */
    Upload(ChannelHandlerContext context, ChannelFuture head, ReadStream<Buffer> source, boolean chunked, Asker asker) {
        this.context = context;
        this.last = head;
        this.source = source;
        this.chunked = chunked;
        this.asker = asker;
    }

    void start() {
        source.handler(this::write);
        source.endHandler(nothing -> end());
        source.resume();
    }

    /** Nobody wants the rest. */
    void stop() {
        if (!over) {
            over = true;
            source.pause();
        }
    }

    void writabilityChanged() {
        if (over) {
            return;
        }
        if (context.channel().isWritable()) {
            source.resume();
        } else {
            source.pause();
        }
    }

    /** Whether every byte is in the socket. */
    boolean isSent() {
        return whole && last.isSuccess();
    }

    private void write(Buffer piece) {
        int size = piece.length();
        if (over || size == 0) {
            return;
        }
        ByteBuf bytes = ((BufferInternal) piece).getByteBuf();
        if (chunked) {
            ByteBuf line = context.alloc().buffer(18);
            ByteBufUtil.writeAscii(line, Integer.toHexString(size) + "\r\n");
            context.write(line);
            context.write(bytes);
            last = context.writeAndFlush(END_OF_CHUNK.duplicate());
        } else {
            last = context.writeAndFlush(bytes);
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        whole = true;
        if (chunked) {
            last = context.writeAndFlush(LAST_CHUNK.duplicate());
        }
        last.addListener(written -> {
            if (written.isSuccess()) {
                asker.sent();
            }
        });
    }

    private static ByteBuf constant(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII)))
                .asReadOnly();
    }
}
