package opencmg.connectionpoint.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A request body as it comes out of a tunnel: paused at first, as many chunks as demanded, all on the loop. */
final class ChunkSource implements ReadStream<ByteBuf> {

    static final int CHUNK_BYTES = 16 << 10;

    /** Bytes that were consumed. Any thread. */
    final AtomicLong consumed = new AtomicLong();

    private final Context loop;
    private final byte[] chunk;
    private long remaining;
    private long demand;
    private boolean emitting;
    private boolean ended;
    private @Nullable Handler<ByteBuf> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;

    private ChunkSource(Context loop, byte[] chunk, long count) {
        this.loop = loop;
        this.chunk = chunk;
        this.remaining = count;
    }

    static ChunkSource chunks(Context loop, long count) {
        return new ChunkSource(loop, new byte[CHUNK_BYTES], count);
    }

    static ChunkSource text(Context loop, String text) {
        return new ChunkSource(loop, text.getBytes(StandardCharsets.UTF_8), 1);
    }

    /** Fails as when the sender disconnects. */
    void fail(Throwable cause) {
        loop.runOnContext(go -> {
            ended = true;
            if (exceptionHandler != null) {
                exceptionHandler.handle(cause);
            }
        });
    }

    /** Writes the chunks as a response of a Vert.x server, no faster than it is read. */
    void into(HttpServerResponse response) {
        response.drainHandler(drained -> addDemand(Long.MAX_VALUE));
        endHandler = nothing -> response.end().onFailure(Throwable::printStackTrace);
        handler = bytes -> {
            response.write(Buffer.buffer(ByteBufUtil.getBytes(bytes))).onFailure(Throwable::printStackTrace);
            bytes.release();
            if (response.writeQueueFull()) {
                demand = 0;
            }
        };
        addDemand(Long.MAX_VALUE);
    }

    private void emit() {
        if (emitting) {
            return;
        }
        emitting = true;
        while (demand > 0 && remaining > 0 && handler != null) {
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            remaining--;
            consumed.addAndGet(chunk.length);
            handler.handle(ByteBufAllocator.DEFAULT.directBuffer().writeBytes(chunk));
        }
        emitting = false;
        if (remaining == 0 && demand > 0 && !ended && endHandler != null) {
            ended = true;
            endHandler.handle(null);
        }
    }

    @Override
    public ChunkSource handler(@Nullable Handler<ByteBuf> to) {
        handler = to;
        return this;
    }

    @Override
    public ChunkSource endHandler(@Nullable Handler<Void> to) {
        endHandler = to;
        return this;
    }

    @Override
    public ChunkSource exceptionHandler(@Nullable Handler<Throwable> to) {
        exceptionHandler = to;
        return this;
    }

    @Override
    public ChunkSource pause() {
        demand = 0;
        return this;
    }

    @Override
    public ChunkSource resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ChunkSource fetch(long amount) {
        addDemand(amount);
        return this;
    }

    private void addDemand(long amount) {
        demand = amount > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + amount;
        loop.runOnContext(go -> emit());
    }
}
