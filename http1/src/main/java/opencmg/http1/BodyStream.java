package opencmg.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A body that comes in, as its reader sees it: paused at first. It holds no bytes; what is not wanted stays in the connection, and beyond it in the
 * socket. The connection's end of it lives on the loop; demand may come from any thread, and a piece may still cross a pause from another one.
 */
public final class BodyStream implements ReadStream<Buffer> {

    private final EventExecutor loop;
    private @Nullable Runnable goOn;
    private @Nullable Handler<Buffer> onPiece;
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

    /** Takes that many bytes. They are copied, because a pooled buffer must not leave the loop's hands: nobody outside would release it. */
    public void piece(ByteBuf in, int size) {
        if (wanted != Long.MAX_VALUE) {
            wanted--;
        }
        byte[] bytes = new byte[size];
        in.readBytes(bytes);
        if (onPiece != null) {
            onPiece.handle(BufferInternal.buffer(Unpooled.wrappedBuffer(bytes)));
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
    public BodyStream handler(@Nullable Handler<Buffer> handler) {
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
