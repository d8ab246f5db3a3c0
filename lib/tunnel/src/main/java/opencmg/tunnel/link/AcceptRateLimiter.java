package opencmg.tunnel.link;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many connections are taken up in a second: when all connection points come at once, after an outage or by a fault of theirs, the exchanges of
 * those that are up must not wait behind handshakes. A second's worth may come at once. On one loop.
 */
final class AcceptRateLimiter {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private final LongSupplier nanoTime;
    private double left;
    private long last;
    private long untold;
    private long lastTold;

    AcceptRateLimiter(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.left = perSecond;
        this.last = nanoTime.getAsLong();
        this.lastTold = last - SECOND;
    }

    /** Whether one more may be taken up now. */
    boolean take() {
        long now = nanoTime.getAsLong();
        left = Math.min(perSecond, left + (double) perSecond * (now - last) / SECOND);
        last = now;
        if (left < 1) {
            untold++;
            return false;
        }
        left--;
        return true;
    }

    /** How many were turned away since this was last said; 0 when that is less than a second ago. */
    long untold() {
        if (last - lastTold < SECOND) {
            return 0;
        }
        long count = untold;
        untold = 0;
        lastTold = last;
        return count;
    }
}
