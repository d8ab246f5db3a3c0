package opencmg.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A received body, as a paused Vert.x stream. The reader owns each chunk and releases it. The stream buffers nothing: without demand the bytes stay in
 * the connection, and after that in the socket. The connection uses its side on the event loop. Demand may come from any thread; after a pause from
 * another thread one more chunk may still arrive.
 */
public final class BodyStream implements ReadStream<ByteBuf> {

    private final EventExecutor loop;
    private @Nullable Runnable onDemand;
    private @Nullable Handler<ByteBuf> chunkHandler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> failureHandler;
    private long demand;

    /** @param onDemand called on the loop when the reader asks for more */
    public BodyStream(EventExecutor loop, Runnable onDemand) {
        this.loop = loop;
        this.onDemand = onDemand;
    }

    // ------------------------------------------------------------------ the connection's side, on the loop

    /** Whether the reader has asked for another chunk, or for the end. */
    public boolean hasDemand() {
        return demand > 0;
    }

    /** Passes the next bytes of {@code in} to the reader. Large chunks are slices: copying them was an eighth of the cost of a download on both hops. */
    public void deliver(ByteBuf in, int size) {
        if (demand != Long.MAX_VALUE) {
            demand--;
        }
        if (chunkHandler == null) {
            in.skipBytes(size);
        } else if (2 * size >= in.capacity()) {
            chunkHandler.handle(in.readRetainedSlice(size));
        } else { // a small slice would keep the whole large buffer alive while it waits for the next hop
            chunkHandler.handle(in.alloc().directBuffer(size).writeBytes(in, size));
        }
    }

    /** The body is complete. */
    public void complete() {
        onDemand = null;
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    /** The rest of the body will never arrive. */
    public void fail(Throwable cause) {
        onDemand = null;
        if (failureHandler != null) {
            failureHandler.handle(cause);
        }
    }

    /** Ignores demand from now on, because the connection no longer belongs to this body. */
    public void detach() {
        onDemand = null;
    }

    // ------------------------------------------------------------------ the reader's side

    @Override
    public BodyStream handler(@Nullable Handler<ByteBuf> handler) {
        chunkHandler = handler;
        return this;
    }

    @Override
    public BodyStream endHandler(@Nullable Handler<Void> handler) {
        endHandler = handler;
        return this;
    }

    @Override
    public BodyStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        failureHandler = handler;
        return this;
    }

    @Override
    public BodyStream pause() {
        if (loop.inEventLoop()) {
            demand = 0;
        } else {
            loop.execute(() -> demand = 0);
        }
        return this;
    }

    @Override
    public BodyStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public BodyStream fetch(long amount) {
        if (loop.inEventLoop()) {
            addDemand(amount);
        } else {
            loop.execute(() -> addDemand(amount));
        }
        return this;
    }

    private void addDemand(long amount) {
        demand = amount > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + amount;
        if (onDemand != null) {
            onDemand.run();
        }
    }
}
