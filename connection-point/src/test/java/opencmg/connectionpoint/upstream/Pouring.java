package opencmg.connectionpoint.upstream;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A request body as it comes out of a tunnel: paused, as many pieces as are wanted and no more, all on the loop. */
final class Pouring implements ReadStream<Buffer> {

    static final int PIECE = 16 << 10;

    /** Bytes that were taken. Any thread. */
    final AtomicLong poured = new AtomicLong();

    private final Context loop;
    private final Buffer piece;
    private long left;
    private long demand;
    private boolean pouring;
    private boolean ended;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> end;
    private @Nullable Handler<Throwable> broken;

    private Pouring(Context loop, Buffer piece, long pieces) {
        this.loop = loop;
        this.piece = piece;
        this.left = pieces;
    }

    static Pouring pieces(Context loop, long pieces) {
        return new Pouring(loop, Buffer.buffer(new byte[PIECE]), pieces);
    }

    static Pouring text(Context loop, String text) {
        return new Pouring(loop, Buffer.buffer(text), 1);
    }

    /** Its sender goes away. */
    void breakOff(Throwable cause) {
        loop.runOnContext(go -> {
            ended = true;
            if (broken != null) {
                broken.handle(cause);
            }
        });
    }

    private void pour() {
        if (pouring) {
            return;
        }
        pouring = true;
        while (demand > 0 && left > 0 && handler != null) {
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            left--;
            poured.addAndGet(piece.length());
            handler.handle(piece.copy());
        }
        pouring = false;
        if (left == 0 && demand > 0 && !ended && end != null) {
            ended = true;
            end.handle(null);
        }
    }

    @Override
    public Pouring handler(@Nullable Handler<Buffer> to) {
        handler = to;
        return this;
    }

    @Override
    public Pouring endHandler(@Nullable Handler<Void> to) {
        end = to;
        return this;
    }

    @Override
    public Pouring exceptionHandler(@Nullable Handler<Throwable> to) {
        broken = to;
        return this;
    }

    @Override
    public Pouring pause() {
        demand = 0;
        return this;
    }

    @Override
    public Pouring resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public Pouring fetch(long amount) {
        demand = amount > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + amount;
        loop.runOnContext(go -> pour());
        return this;
    }
}
