package opencmg.connectionpoint.relay;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import opencmg.tunnel.RelayFailure;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way through: every byte and all back-pressure pass unchanged, and somebody is told. It ends once: whole by its end handler
 * or broken by its exception handler, never both, and what comes after is dropped.
 */
final class ObservedBody implements ReadStream<ByteBuf> {

    private final ReadStream<ByteBuf> inner;
    private final Watcher watcher;
    private @Nullable Handler<ByteBuf> onChunk;
    private @Nullable Handler<Void> onEnd;
    private @Nullable Handler<Throwable> onBroken;
    private @Nullable RelayFailure failure;
    private boolean over;
    private long wanted;

    /** Takes a paused stream. */
    ObservedBody(ReadStream<ByteBuf> inner, Watcher watcher) {
        this.inner = inner;
        this.watcher = watcher;
        inner.handler(this::chunk);
        inner.endHandler(nothing -> ended());
        inner.exceptionHandler(cause -> {
            if (!over) {
                breakOff(watcher.broken(cause));
            }
        });
    }

    /** Whether the next hop would take more now: only then is silence the fault of the sender. */
    boolean wanted() {
        return wanted > 0;
    }

    /** Ends it as broken. The consumer hears of it, also one who comes later. */
    void breakOff(RelayFailure why) {
        if (over) {
            return;
        }
        over = true;
        failure = why;
        if (onBroken != null) {
            onBroken.handle(why);
        }
    }

    private void chunk(ByteBuf bytes) {
        if (wanted != Long.MAX_VALUE) {
            wanted--;
        }
        if (!over) {
            watcher.moved(bytes.readableBytes());
        }
        if (!over && onChunk != null) {
            onChunk.handle(bytes);
        } else {
            bytes.release();
        }
    }

    private void ended() {
        if (over) {
            return;
        }
        RelayFailure missing = watcher.ended();
        if (missing != null) {
            breakOff(missing);
            return;
        }
        over = true;
        if (onEnd != null) {
            onEnd.handle(null);
        }
    }

    @Override
    public ObservedBody handler(@Nullable Handler<ByteBuf> handler) {
        onChunk = handler;
        return this;
    }

    @Override
    public ObservedBody endHandler(@Nullable Handler<Void> handler) {
        onEnd = handler;
        return this;
    }

    @Override
    public ObservedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        onBroken = handler;
        if (handler != null && failure != null) {
            handler.handle(failure);
        }
        return this;
    }

    @Override
    public ObservedBody pause() {
        wanted = 0;
        inner.pause();
        return this;
    }

    @Override
    public ObservedBody resume() {
        want(Long.MAX_VALUE);
        inner.resume();
        return this;
    }

    @Override
    public ObservedBody fetch(long amount) {
        want(amount);
        inner.fetch(amount);
        return this;
    }

    /** The clock of silence starts when somebody begins to wait. */
    private void want(long more) {
        if (wanted == 0 && !over) {
            watcher.moved(0);
        }
        wanted = more > Long.MAX_VALUE - wanted ? Long.MAX_VALUE : wanted + more;
    }

    /** Who is told. */
    interface Watcher {

        void moved(int bytes);

        /** The sender has finished; what is returned says why that cannot be the whole body. */
        @Nullable
        RelayFailure ended();

        RelayFailure broken(Throwable cause);
    }
}
