package opencmg.wire;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.function.Supplier;

/** One direction of one connection. On the event loop of its sockets. */
final class WireDirection {

    private static final int SLICES_A_SECOND = 20;

    private final Vertx vertx;
    private final NetSocket from;
    private final NetSocket to;
    private final Supplier<WireMode> mode;
    private boolean resting;

    WireDirection(Vertx vertx, NetSocket from, NetSocket to, Supplier<WireMode> mode) {
        this.vertx = vertx;
        this.from = from;
        this.to = to;
        this.mode = mode;
    }

    void begin() {
        from.handler(this::piece);
        to.drainHandler(drained -> flow());
        flow();
    }

    /** The mode has changed, or there is room again. */
    void flow() {
        if (mode.get().fault() == WireFault.STALL || resting) {
            from.pause();
        } else {
            from.resume();
        }
    }

    private void piece(Buffer bytes) {
        WireMode now = mode.get();
        if (now.fault() == WireFault.BLACK_HOLE) {
            return;
        }
        if (now.fault() == WireFault.GARBLE) {
            int middle = bytes.length() / 2;
            bytes.setByte(middle, (byte) (bytes.getByte(middle) ^ 0x10));
        }
        to.write(bytes).onFailure(gone -> from.close().onFailure(Wire::closedAlready));
        if (now.fault() == WireFault.SLOW) {
            rest(Math.max(1, bytes.length() * 1000L / Math.max(1, now.bytesPerSecond())));
        } else if (to.writeQueueFull() || now.fault() == WireFault.STALL) {
            from.pause();
        }
    }

    /** Lets a piece go, then takes nothing for as long as it should have taken. */
    private void rest(long millis) {
        resting = true;
        from.pause();
        vertx.setTimer(Math.min(millis, 1000L * SLICES_A_SECOND), timer -> {
            resting = false;
            flow();
        });
    }
}
