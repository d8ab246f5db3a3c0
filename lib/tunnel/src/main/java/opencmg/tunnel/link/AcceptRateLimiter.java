package opencmg.tunnel.link;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the connections accepted per second (token bucket). When all connection points dial at once, after an outage or because of a fault, exchanges on
 * established connections must not wait for handshakes. A burst of one second's worth is allowed. On one loop.
 */
final class AcceptRateLimiter {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private final LongSupplier nanoTime;
    private double tokens;
    private long lastAttempt;
    private long unreported;
    private long lastReport;

    AcceptRateLimiter(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.tokens = perSecond;
        this.lastAttempt = nanoTime.getAsLong();
        this.lastReport = lastAttempt - SECOND;
    }

    /** Whether one more connection may be accepted now. */
    boolean tryAcquire() {
        long now = nanoTime.getAsLong();
        tokens = Math.min(perSecond, tokens + (double) perSecond * (now - lastAttempt) / SECOND);
        lastAttempt = now;
        if (tokens < 1) {
            unreported++;
            return false;
        }
        tokens--;
        return true;
    }

    /** How many connections were rejected since the last report; 0 if that was less than a second ago. */
    long takeUnreported() {
        if (lastAttempt - lastReport < SECOND) {
            return 0;
        }
        long count = unreported;
        unreported = 0;
        lastReport = lastAttempt;
        return count;
    }
}
