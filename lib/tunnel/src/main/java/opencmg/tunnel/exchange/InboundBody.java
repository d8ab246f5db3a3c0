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
 * A body that comes out of the tunnel, paused at first. It lives on the connection's loop, but what the consumer sets and is told, which is on the
 * consumer's context. Demand may come from any thread; a pause from elsewhere may be crossed by one piece.
 *
 * <p>Credit goes back to the peer only when the consumer has got a piece, so a stalled consumer holds at most one stream window.
 */
final class InboundBody implements ReadStream<ByteBuf> {

    /** A smaller piece is copied: it must not keep all that came with it while it waits for the next hop. */
    private static final int WORTH_KEEPING = 8 << 10;

    private final Http2Connection codec;
    private final TunnelStream stream;
    private final ContextInternal consumer;

    /** Slices of what the socket brought in the read that is going on. */
    private final List<ByteBuf> read = new ArrayList<>();

    /** Pieces that nobody has asked for yet. */
    private final Deque<ByteBuf> waiting = new ArrayDeque<>();

    private @Nullable Handler<ByteBuf> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable Throwable failure;
    private long wanted;
    private boolean passing;
    private boolean crossing;
    private boolean ended;
    private boolean over;

    InboundBody(Http2Connection codec, TunnelStream stream, ContextInternal consumer) {
        this.codec = codec;
        this.stream = stream;
        this.consumer = consumer;
    }

    // ------------------------------------------------------------------ the connection's end

    /** Keeps what one read of the socket brings together. */
    void arrived(ByteBuf bytes) {
        boolean first = read.isEmpty();
        read.add(bytes.retainedSlice());
        if (first) {
            codec.atEndOfRead(this::readIsOver);
        }
    }

    void ended() {
        ended = true;
        readIsOver();
        pass();
    }

    /** The rest will not come. It passes everything that still waits, so that a stalled consumer learns of it too. */
    void broke(Throwable cause) {
        if (!over) {
            drop();
            onConsumer(() -> fail(cause));
        }
    }

    /** Nobody wants the rest. */
    void drop() {
        over = true;
        read.forEach(ByteBuf::release);
        read.clear();
        waiting.forEach(ByteBuf::release);
        waiting.clear();
    }

    private void readIsOver() {
        if (!read.isEmpty()) {
            waiting.add(goesAsItIs() ? read.get(0) : together());
            read.clear();
            pass();
        }
    }

    private boolean goesAsItIs() {
        return read.size() == 1
                && read.get(0).readableBytes() >= WORTH_KEEPING
                && waiting.isEmpty()
                && wanted > 0
                && consumer.inThread();
    }

    /** One piece costs the next hop one write. */
    private ByteBuf together() {
        int size = 0;
        for (ByteBuf slice : read) {
            size += slice.readableBytes();
        }
        ByteBuf piece = codec.buffers().directBuffer(size);
        for (ByteBuf slice : read) {
            piece.writeBytes(slice);
            slice.release();
        }
        return piece;
    }

    // ------------------------------------------------------------------ to the consumer

    private void pass() {
        if (passing) {
            return; // a consumer that asks for more while it is given a piece
        }
        passing = true;
        while (!over && !crossing && wanted > 0 && !waiting.isEmpty()) {
            if (wanted != Long.MAX_VALUE) {
                wanted--;
            }
            give(waiting.remove());
        }
        passing = false;
        if (!over && !crossing && wanted > 0 && ended && waiting.isEmpty()) {
            over = true;
            onConsumer(this::end);
        }
    }

    private void give(ByteBuf piece) {
        int size = piece.readableBytes();
        if (consumer.inThread()) {
            handOver(piece);
            stream.credit(size);
        } else {
            crossing = true;
            consumer.execute(() -> {
                handOver(piece);
                codec.execute(() -> crossed(size));
            });
        }
    }

    /** Behind what its consumer had to say to it, a pause perhaps. */
    private void crossed(int size) {
        crossing = false;
        stream.credit(size);
        pass();
    }

    private void handOver(ByteBuf piece) {
        if (handler == null) {
            piece.release();
        } else {
            consumer.dispatch(piece, handler);
        }
    }

    private void fail(Throwable cause) {
        failure = cause;
        if (exceptionHandler != null) {
            consumer.dispatch(cause, exceptionHandler);
        }
    }

    private void end() {
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

    // ------------------------------------------------------------------ the consumer's end

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
        codec.onLoop(() -> wanted = 0);
        return this;
    }

    @Override
    public InboundBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public InboundBody fetch(long amount) {
        codec.onLoop(() -> want(amount));
        return this;
    }

    /** What waits is given in a turn of its own: demand may come out of the midst of a write. */
    private void want(long amount) {
        wanted = amount > Long.MAX_VALUE - wanted ? Long.MAX_VALUE : wanted + amount;
        if (ended || !waiting.isEmpty()) {
            codec.execute(this::pass);
        }
    }
}
