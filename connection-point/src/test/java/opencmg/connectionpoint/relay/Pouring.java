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

/** A request body as it comes out of a tunnel: paused, as many pieces as are wanted and no more, all on the loop. */
final class Pouring implements ReadStream<ByteBuf> {

    static final int PIECE = 16 << 10;

    /** Bytes that were taken. Any thread. */
    final AtomicLong poured = new AtomicLong();

    private final Context loop;
    private final byte[] piece;
    private long left;
    private long demand;
    private boolean pouring;
    private boolean ended;
    private @Nullable Handler<ByteBuf> handler;
    private @Nullable Handler<Void> end;
    private @Nullable Handler<Throwable> broken;

    private Pouring(Context loop, byte[] piece, long pieces) {
        this.loop = loop;
        this.piece = piece;
        this.left = pieces;
    }

    static Pouring pieces(Context loop, long pieces) {
        return new Pouring(loop, new byte[PIECE], pieces);
    }

    static Pouring text(Context loop, String text) {
        return new Pouring(loop, text.getBytes(StandardCharsets.UTF_8), 1);
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

    /** As an answer of Vert.x' server, no faster than it is read. */
    void into(HttpServerResponse answer) {
        answer.drainHandler(drained -> want(Long.MAX_VALUE));
        end = nothing -> answer.end().onFailure(Throwable::printStackTrace);
        handler = bytes -> {
            answer.write(Buffer.buffer(ByteBufUtil.getBytes(bytes))).onFailure(Throwable::printStackTrace);
            bytes.release();
            if (answer.writeQueueFull()) {
                demand = 0;
            }
        };
        want(Long.MAX_VALUE);
    }

    private void pour() {
        if (pouring) {
            return;
        }
        pouring = true;
        while (demand > 0 && left > 0 && handler != null) {
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            left--;
            poured.addAndGet(piece.length);
            handler.handle(ByteBufAllocator.DEFAULT.directBuffer().writeBytes(piece));
        }
        pouring = false;
        if (left == 0 && demand > 0 && !ended && end != null) {
            ended = true;
            end.handle(null);
        }
    }

    @Override
    public Pouring handler(@Nullable Handler<ByteBuf> to) {
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
        want(amount);
        return this;
    }

    private void want(long amount) {
        demand = amount > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + amount;
        loop.runOnContext(go -> pour());
    }
}
