package opencmg.tunnel.exchange;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import opencmg.tunnel.http2.Http2Connection;
import opencmg.tunnel.http2.TunnelStream;
import org.jspecify.annotations.Nullable;

/**
 * A body that arrives through the tunnel; paused at first. It runs on the connection's loop, but handlers are set and called on the consumer's context.
 * Demand may come from any thread; after a pause from another thread one more chunk may be delivered.
 *
 * <p>The peer gets credit only after the consumer has received a chunk, so a stalled consumer costs at most one stream window.
 */
final class InboundBody implements ReadStream<ByteBuf> {

    /** A smaller chunk is copied, so that it does not keep the whole buffer of a read alive while it waits for the next hop. */
    private static final int MIN_UNCOPIED = 8 << 10;

    private final Http2Connection connection;
    private final TunnelStream stream;
    private final ContextInternal consumer;

    /** Slices from the current read of the socket. */
    private final List<ByteBuf> currentRead = new ArrayList<>();

    /** Chunks without demand yet. */
    private final Deque<ByteBuf> pending = new ArrayDeque<>();

    private @Nullable Handler<ByteBuf> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable Throwable failure;
    private long demand;
    private boolean delivering;
    private boolean awaitingConsumer; // one chunk is on its way to the consumer's thread
    private boolean ended;
    private boolean over;

    InboundBody(Http2Connection connection, TunnelStream stream, ContextInternal consumer) {
        this.connection = connection;
        this.stream = stream;
        this.consumer = consumer;
    }

    // ------------------------------------------------------------------ from the connection

    /** Collects what one read of the socket delivers, so that it becomes one chunk. */
    void onData(ByteBuf bytes) {
        boolean first = currentRead.isEmpty();
        currentRead.add(bytes.retainedSlice());
        if (first) {
            connection.atEndOfRead(this::onReadComplete);
        }
    }

    void onEnd() {
        ended = true;
        onReadComplete();
        deliver();
    }

    /** The rest will not arrive. The failure overtakes the pending chunks, so that a stalled consumer gets it, too. */
    void fail(Throwable cause) {
        if (!over) {
            discard();
            onConsumer(() -> notifyFailure(cause));
        }
    }

    /** Nobody needs the rest. */
    void discard() {
        over = true;
        currentRead.forEach(ByteBuf::release);
        currentRead.clear();
        pending.forEach(ByteBuf::release);
        pending.clear();
    }

    private void onReadComplete() {
        if (!currentRead.isEmpty()) {
            pending.add(isDeliveredUncopied() ? currentRead.get(0) : copyOfRead());
            currentRead.clear();
            deliver();
        }
    }

    private boolean isDeliveredUncopied() {
        return currentRead.size() == 1
                && currentRead.get(0).readableBytes() >= MIN_UNCOPIED
                && pending.isEmpty()
                && demand > 0
                && consumer.inThread();
    }

    /** Joins the slices: one chunk costs the next hop one write. */
    private ByteBuf copyOfRead() {
        int size = 0;
        for (ByteBuf slice : currentRead) {
            size += slice.readableBytes();
        }
        ByteBuf chunk = connection.allocator().directBuffer(size);
        for (ByteBuf slice : currentRead) {
            chunk.writeBytes(slice);
            slice.release();
        }
        return chunk;
    }

    // ------------------------------------------------------------------ to the consumer

    /** Delivers pending chunks while there is demand. Re-entrant calls return at once; the outer loop picks the work up. */
    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        while (!over && !awaitingConsumer && demand > 0 && !pending.isEmpty()) {
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            deliver(pending.remove());
        }
        delivering = false;
        if (!over && !awaitingConsumer && demand > 0 && ended && pending.isEmpty()) {
            over = true;
            onConsumer(this::notifyEnd);
        }
    }

    private void deliver(ByteBuf chunk) {
        int size = chunk.readableBytes();
        if (consumer.inThread()) {
            handle(chunk);
            stream.credit(size);
        } else {
            awaitingConsumer = true;
            consumer.execute(() -> {
                handle(chunk);
                connection.execute(() -> onDelivered(size));
            });
        }
    }

    /** Runs after whatever the consumer requested while it handled the chunk, perhaps a pause. */
    private void onDelivered(int size) {
        awaitingConsumer = false;
        stream.credit(size);
        deliver();
    }

    private void handle(ByteBuf chunk) {
        if (handler == null) {
            chunk.release();
        } else {
            consumer.dispatch(chunk, handler);
        }
    }

    private void notifyFailure(Throwable cause) {
        failure = cause;
        if (exceptionHandler != null) {
            consumer.dispatch(cause, exceptionHandler);
        }
    }

    private void notifyEnd() {
        if (endHandler != null) {
            consumer.dispatch(null, endHandler);
        }
    }

    private void onConsumer(Runnable task) {
        if (consumer.inThread()) {
            task.run();
        } else {
            consumer.execute(task);
        }
    }

    // ------------------------------------------------------------------ from the consumer

    @Override
    public InboundBody handler(@Nullable Handler<ByteBuf> to) {
        handler = to;
        return this;
    }

    @Override
    public InboundBody endHandler(@Nullable Handler<Void> to) {
        endHandler = to;
        return this;
    }

    /** A failure that occurred before there was a handler is passed to the first one. */
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
        connection.runOnLoop(() -> demand = 0);
        return this;
    }

    @Override
    public InboundBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public InboundBody fetch(long amount) {
        connection.runOnLoop(() -> addDemand(amount));
        return this;
    }

    /** Delivers in a later turn of the loop, because demand may come from the middle of a write. */
    private void addDemand(long amount) {
        demand = amount > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + amount;
        if (ended || !pending.isEmpty()) {
            connection.execute(this::deliver);
        }
    }
}
