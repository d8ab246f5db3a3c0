package opencmg.tunnel.exchange;

import io.netty.buffer.ByteBuf;
import io.vertx.core.streams.ReadStream;
import java.util.function.Consumer;
import opencmg.tunnel.http2.Http2Connection;
import opencmg.tunnel.http2.TunnelStream;

/**
 * Pumps a body into a stream. The source may live on another context; everything here is touched on the connection's loop.
 *
 * <p>At most {@value #HIGH_WATER} bytes wait for the window or the socket before the source is paused: that, and what the source holds, is all
 * that a stalled receiver costs on this side.
 */
final class OutboundBody {

    private static final int HIGH_WATER = 128 << 10;
    private static final int LOW_WATER = 64 << 10;

    private final Http2Connection codec;
    private final TunnelStream stream;
    private final ReadStream<ByteBuf> source;
    private final Consumer<Throwable> broken;
    private int waiting;
    private boolean paused;
    private boolean over;
    private long bytes;

    OutboundBody(Http2Connection codec, TunnelStream stream, ReadStream<ByteBuf> source, Consumer<Throwable> broken) {
        this.codec = codec;
        this.stream = stream;
        this.source = source;
        this.broken = broken;
    }

    void start() {
        source.exceptionHandler(cause -> codec.onLoop(() -> breakOff(cause)));
        source.endHandler(nothing -> codec.onLoop(this::end));
        source.handler(piece -> codec.onLoop(() -> write(piece)));
        source.resume();
    }

    /** Nobody wants the rest. The source is left paused: its owner hears of it and decides between closing and draining. */
    void stop() {
        if (!over) {
            over = true;
            source.pause();
        }
    }

    boolean ended() {
        return over;
    }

    long bytes() {
        return bytes;
    }

    private void write(ByteBuf piece) {
        int size = piece.readableBytes();
        if (over || size == 0) {
            piece.release();
            return;
        }
        bytes += size;
        waiting += size;
        stream.data(piece, () -> sent(size));
        if (waiting > HIGH_WATER && !paused) {
            paused = true;
            source.pause();
        }
    }

    /** Not called for what a reset or a lost connection threw away: a source that nobody will read must not be asked for more. */
    private void sent(int size) {
        waiting -= size;
        if (paused && waiting < LOW_WATER && !over) {
            paused = false;
            source.resume();
        }
    }

    private void end() {
        if (!over) {
            over = true;
            stream.end();
        }
    }

    private void breakOff(Throwable cause) {
        if (!over) {
            over = true;
            broken.accept(cause);
        }
    }
}
