package opencmg.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.streams.ReadStream;
import opencmg.http.codec.ChunkEncoder;

/**
 * Writes a request's body from its source to the socket, with back-pressure. The owner of the source handles its failures and aborts the connection. A
 * failed write closes the connection, which is reported there.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Upload {

    private final ChannelHandlerContext context;
    private final ReadStream<ByteBuf> source;
    private final boolean chunked;
    private final ResponseListener listener;
    private ChannelFuture lastWrite;
    private boolean complete;
    private boolean stopped;

    /** @param headWrite the write of the request's head */
    Upload(
            ChannelHandlerContext context,
            ChannelFuture headWrite,
            ReadStream<ByteBuf> source,
            boolean chunked,
            ResponseListener listener) {
        this.context = context;
        this.lastWrite = headWrite;
        this.source = source;
        this.chunked = chunked;
        this.listener = listener;
    }

    void start() {
        source.handler(this::write);
        source.endHandler(nothing -> end());
        source.resume();
    }

    /** Writes nothing from now on. */
    void stop() {
        if (!stopped) {
            stopped = true;
            source.pause();
        }
    }

    void writabilityChanged() {
        if (stopped) {
            return;
        }
        if (context.channel().isWritable()) {
            source.resume();
        } else {
            source.pause();
        }
    }

    /** Whether every byte of head and body is in the socket. */
    boolean isSent() {
        return complete && lastWrite.isSuccess();
    }

    private void write(ByteBuf bytes) {
        int size = bytes.readableBytes();
        if (stopped || size == 0) {
            bytes.release();
            return;
        }
        if (chunked) {
            context.write(ChunkEncoder.sizeLine(context.alloc(), size));
            context.write(bytes);
            lastWrite = context.writeAndFlush(ChunkEncoder.chunkEnd());
        } else {
            lastWrite = context.writeAndFlush(bytes);
        }
    }

    private void end() {
        if (stopped) {
            return;
        }
        stopped = true;
        complete = true;
        if (chunked) {
            lastWrite = context.writeAndFlush(ChunkEncoder.lastChunk());
        }
        lastWrite.addListener(written -> {
            if (written.isSuccess()) {
                listener.onRequestSent();
            }
        });
    }
}
