package opencmg.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A body that is made while it is read, as much as is asked for and not a byte more. */
public final class Chunks implements ReadStream<ByteBuf> {

    private static final int SIZE = 16 << 10;

    /** So many buffers, then others have their turn on the event loop, as with a socket. */
    private static final int PER_TURN = 16;

    private final AtomicLong made = new AtomicLong();
    private final long length;
    private final @Nullable Throwable breaksWith;
    private @Nullable Handler<ByteBuf> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable Context loop;
    private long demand;
    private boolean busy;
    private boolean over;

    private Chunks(long length, @Nullable Throwable breaksWith) {
        this.length = length;
        this.breaksWith = breaksWith;
    }

    public static Chunks of(long length) {
        return new Chunks(length, null);
    }

    /** Breaks off after so many bytes. */
    public static Chunks broken(long length) {
        return new Chunks(length, new IllegalStateException("the test broke it off"));
    }

    /** Bytes handed out so far. Any thread. */
    public long made() {
        return made.get();
    }

    /** What byte number i of every such body is. */
    public static byte at(long i) {
        return (byte) (i * 31 + (i >> 10));
    }

    private void make() {
        if (busy) {
            return;
        }
        busy = true;
        for (int turn = 0; turn < PER_TURN && demand > 0 && !over; turn++) {
            if (made.get() == length) {
                finish();
            } else if (handler != null) {
                demand--;
                handler.handle(next());
            }
        }
        busy = false;
        if (demand > 0 && !over) {
            Objects.requireNonNull(loop).runOnContext(later -> make());
        }
    }

    private ByteBuf next() {
        long from = made.get();
        byte[] bytes = new byte[(int) Math.min(SIZE, length - from)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = at(from + i);
        }
        made.addAndGet(bytes.length);
        return ByteBufAllocator.DEFAULT.directBuffer().writeBytes(bytes);
    }

    private void finish() {
        over = true;
        if (breaksWith != null && exceptionHandler != null) {
            exceptionHandler.handle(breaksWith);
        } else if (breaksWith == null && endHandler != null) {
            endHandler.handle(null);
        }
    }

    @Override
    public Chunks handler(@Nullable Handler<ByteBuf> to) {
        handler = to;
        return this;
    }

    @Override
    public Chunks endHandler(@Nullable Handler<Void> to) {
        endHandler = to;
        return this;
    }

    @Override
    public Chunks exceptionHandler(@Nullable Handler<Throwable> to) {
        exceptionHandler = to;
        return this;
    }

    @Override
    public Chunks pause() {
        demand = 0;
        return this;
    }

    @Override
    public Chunks fetch(long amount) {
        loop = loop == null ? Vertx.currentContext() : loop;
        demand = amount == Long.MAX_VALUE ? amount : demand + amount;
        make();
        return this;
    }

    @Override
    public Chunks resume() {
        return fetch(Long.MAX_VALUE);
    }
}
