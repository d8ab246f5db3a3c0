package opencmg.connectionpoint.http1;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** An answer's body as its reader sees it. Holds no bytes: what is not wanted stays in the connection, and beyond it in the socket. */
final class AnswerBody implements ReadStream<Buffer> {

    private @Nullable UpstreamConnection from;
    private @Nullable Handler<Buffer> onPiece;
    private @Nullable Handler<Void> onEnd;
    private @Nullable Handler<Throwable> onBroken;
    private long wanted;

    AnswerBody(UpstreamConnection from) {
        this.from = from;
    }

    boolean wanted() {
        return wanted > 0;
    }

    void piece(Buffer bytes) {
        if (wanted != Long.MAX_VALUE) {
            wanted--;
        }
        if (onPiece != null) {
            onPiece.handle(bytes);
        }
    }

    void ended() {
        from = null;
        if (onEnd != null) {
            onEnd.handle(null);
        }
    }

    void broke(Throwable cause) {
        from = null;
        if (onBroken != null) {
            onBroken.handle(cause);
        }
    }

    /** Nobody wants to hear of it any more; the connection goes its own way. */
    void letGo() {
        from = null;
    }

    @Override
    public AnswerBody handler(@Nullable Handler<Buffer> handler) {
        onPiece = handler;
        return this;
    }

    @Override
    public AnswerBody endHandler(@Nullable Handler<Void> handler) {
        onEnd = handler;
        return this;
    }

    @Override
    public AnswerBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        onBroken = handler;
        return this;
    }

    @Override
    public AnswerBody pause() {
        wanted = 0;
        return this;
    }

    @Override
    public AnswerBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public AnswerBody fetch(long amount) {
        wanted = amount > Long.MAX_VALUE - wanted ? Long.MAX_VALUE : wanted + amount;
        if (from != null) {
            from.goOn();
        }
        return this;
    }
}
