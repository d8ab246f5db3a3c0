package opencmg.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A body that comes in, as its reader sees it: paused at first. Its reader owns each piece and releases it. It holds no bytes; what is not wanted
 * stays in the connection, and beyond it in the socket. The connection's end of it lives on the loop; demand may come from any thread, and a piece may
 * still cross a pause from another one.
 */
public final class BodyStream implements ReadStream<ByteBuf> {

    private final EventExecutor loop;
    private @Nullable Runnable goOn;
    private @Nullable Handler<ByteBuf> onPiece;
    private @Nullable Handler<Void> onEnd;
    private @Nullable Handler<Throwable> onBroken;
    private long wanted;

    /** @param goOn called on the loop when the reader wants more */
    public BodyStream(EventExecutor loop, Runnable goOn) {
        this.loop = loop;
        this.goOn = goOn;
    }

    // ------------------------------------------------------------------ the connection's end

    /** Whether the reader wants another piece, or the end. */
    public boolean wanted() {
        return wanted > 0;
    }

    /** Passes that many bytes on. Most are not copied, which was an eighth of what a download cost both hops. */
    public void piece(ByteBuf in, int size) {
        if (wanted != Long.MAX_VALUE) {
            wanted--;
        }
        if (onPiece == null) {
            in.skipBytes(size);
        } else if (2 * size >= in.capacity()) {
            onPiece.handle(in.readRetainedSlice(size));
        } else { // a little of much must not keep the whole while it waits for the next hop
            onPiece.handle(in.alloc().directBuffer(size).writeBytes(in, size));
        }
    }

    public void ended() {
        goOn = null;
        if (onEnd != null) {
            onEnd.handle(null);
        }
    }

    public void broke(Throwable cause) {
        goOn = null;
        if (onBroken != null) {
            onBroken.handle(cause);
        }
    }

    /** Nobody wants to hear of it any more; the connection goes its own way. */
    public void letGo() {
        goOn = null;
    }

    // ------------------------------------------------------------------ the reader's end

    @Override
    public BodyStream handler(@Nullable Handler<ByteBuf> handler) {
        onPiece = handler;
        return this;
    }

    @Override
    public BodyStream endHandler(@Nullable Handler<Void> handler) {
        onEnd = handler;
        return this;
    }

    @Override
    public BodyStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        onBroken = handler;
        return this;
    }

    @Override
    public BodyStream pause() {
        if (loop.inEventLoop()) {
            wanted = 0;
        } else {
            loop.execute(() -> wanted = 0);
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
            want(amount);
        } else {
            loop.execute(() -> want(amount));
        }
        return this;
    }

    private void want(long amount) {
        wanted = amount > Long.MAX_VALUE - wanted ? Long.MAX_VALUE : wanted + amount;
        if (goOn != null) {
            goOn.run();
        }
    }
}
