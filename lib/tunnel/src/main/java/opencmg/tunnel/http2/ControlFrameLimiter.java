package opencmg.tunnel.http2;

import java.util.concurrent.TimeUnit;

/**
 * Limits the control frames that a peer may send: each costs it 13 bytes or so and this end much more. Counts them, and reads the clock only when as many have
 * come as are allowed per second, so that a frame costs one subtraction. On the connection's loop.
 */
final class ControlFrameLimiter {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private int left;
    private long since = System.nanoTime();

    ControlFrameLimiter(int perSecond) {
        this.perSecond = perSecond;
        this.left = perSecond;
    }

    int perSecond() {
        return perSecond;
    }

    /** Counts a frame. False if more have come within a second than are allowed. */
    boolean tryAcquire() {
        if (--left >= 0) {
            return true;
        }
        long now = System.nanoTime();
        if (now - since < SECOND) {
            return false;
        }
        since = now;
        left = perSecond - 1;
        return true;
    }
}
