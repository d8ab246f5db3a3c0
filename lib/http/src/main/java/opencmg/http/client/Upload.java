package opencmg.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.streams.ReadStream;
import opencmg.http.codec.ChunkFraming;

/**
 * A request's body on its way into the socket, and no faster than the socket takes it. What breaks the source off its owner hears of, and aborts;
 * a write that fails closes the connection, which is told there.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Upload {

    private final ChannelHandlerContext context;
    private final ReadStream<ByteBuf> source;
    private final boolean chunked;
    private final ResponseListener asker;
    private ChannelFuture last;
    private boolean whole;
    private boolean over;

    /**
     * Of an asker.
     *
     * @param head the write of what stands before the body
     */
    Upload(
            ChannelHandlerContext context,
            ChannelFuture head,
            ReadStream<ByteBuf> source,
            boolean chunked,
            ResponseListener asker) {
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

    private void write(ByteBuf bytes) {
        int size = bytes.readableBytes();
        if (over || size == 0) {
            bytes.release();
            return;
        }
        if (chunked) {
            context.write(ChunkFraming.line(context.alloc(), size));
            context.write(bytes);
            last = context.writeAndFlush(ChunkFraming.end());
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
            last = context.writeAndFlush(ChunkFraming.last());
        }
        last.addListener(written -> {
            if (written.isSuccess()) {
                asker.sent();
            }
        });
    }
}
