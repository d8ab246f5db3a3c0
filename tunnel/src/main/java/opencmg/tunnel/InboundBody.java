package opencmg.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.concurrent.InboundMessageQueue;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body that comes out of the tunnel: written on the connection's loop, read on the consumer's context.
 *
 * <p>Credit goes back to the peer only when the consumer has taken a buffer, so a stalled consumer holds at most one stream window. Begins
 * paused.
 */
final class InboundBody implements ReadStream<Buffer> {

    private static final Object END = new Object();

    private final TunnelCodec codec;
    private final Http2Stream stream;
    private final ContextInternal consumer;
    private final InboundMessageQueue<Object> queue;
    private final List<ByteBuf> read = new ArrayList<>();
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable Throwable failure;
    private boolean over;

    InboundBody(TunnelCodec codec, Http2Stream stream, ContextInternal producer, ContextInternal consumer) {
        this.codec = codec;
        this.stream = stream;
        this.consumer = consumer;
        this.queue = new InboundMessageQueue<>(producer.eventLoop(), consumer.executor()) {
            @Override
            protected void handleMessage(Object message) {
                deliver(message);
            }
        };
        queue.pause();
    }

    // ------------------------------------------------- on the connection's loop

    /** Keeps what one read of the socket brings together. */
    void arrived(ByteBuf bytes) {
        boolean first = read.isEmpty();
        read.add(bytes.retainedSlice());
        if (first) {
            codec.atEndOfRead(this::pass);
        }
    }

    /** Copies, because a pooled buffer must not leave the loop's hands: nobody outside would release it. */
    private void pass() {
        int size = 0;
        for (ByteBuf piece : read) {
            size += piece.readableBytes();
        }
        if (size == 0) {
            return;
        }
        byte[] copy = new byte[size];
        int at = 0;
        for (ByteBuf piece : read) {
            int length = piece.readableBytes();
            piece.readBytes(copy, at, length);
            at += length;
        }
        forget();
        queue.write(BufferInternal.buffer(Unpooled.wrappedBuffer(copy)));
    }

    private void forget() {
        read.forEach(ByteBuf::release);
        read.clear();
    }

    void ended() {
        pass();
        queue.write(END);
    }

    /** The rest will not come. Passes everything that is still queued, so that a stalled consumer learns of it too. */
    void broke(Throwable cause) {
        forget();
        consumer.execute(cause, this::fail);
    }

    // ------------------------------------------------- on the consumer's context

    private void deliver(Object message) {
        if (over) {
            return;
        }
        if (message == END) {
            over = true;
            if (endHandler != null) {
                consumer.dispatch(null, endHandler);
            }
            return;
        }
        Buffer buffer = (Buffer) message;
        int size = buffer.length();
        if (handler != null) {
            consumer.dispatch(buffer, handler);
        }
        taken(size);
    }

    private void taken(int size) {
        if (codec.inLoop()) {
            codec.credit(stream, size);
        } else {
            codec.execute(() -> codec.credit(stream, size));
        }
    }

    private void fail(Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        failure = cause;
        if (exceptionHandler != null) {
            consumer.dispatch(cause, exceptionHandler);
        }
    }

    @Override
    public InboundBody handler(@Nullable Handler<Buffer> to) {
        handler = to;
        return this;
    }

    @Override
    public InboundBody endHandler(@Nullable Handler<Void> to) {
        endHandler = to;
        return this;
    }

    /** A failure that came before there was a handler is told to the first one. */
    @Override
    public InboundBody exceptionHandler(@Nullable Handler<Throwable> to) {
        exceptionHandler = to;
        if (to != null && failure != null) {
            consumer.dispatch(failure, to);
        }
        return this;
    }

    @Override
    public InboundBody pause() {
        queue.pause();
        return this;
    }

    @Override
    public InboundBody fetch(long amount) {
        queue.fetch(amount);
        return this;
    }

    @Override
    public InboundBody resume() {
        return fetch(Long.MAX_VALUE);
    }
}
