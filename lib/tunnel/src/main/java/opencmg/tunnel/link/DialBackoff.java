package opencmg.tunnel.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Delays and timeouts of dialing. They are short at the beginning of an outage, so that the tunnel is back soon after the network is, and grow with its
 * duration, so that a fleet does not overload a gateway that is down (docs/decisions/0004).
 *
 * @param minBound lower limit of the random delay's upper bound
 * @param maxBound upper limit of the random delay's upper bound
 * @param earlyTimeout timeout of an attempt while the outage is younger than {@code earlyPhase}
 * @param earlyPhase see {@code earlyTimeout}
 */
record DialBackoff(Duration minBound, Duration maxBound, Duration earlyTimeout, Duration earlyPhase) {

    /** A delay is at most this fraction of the outage. */
    private static final int FRACTION = 10;

    static final DialBackoff DEFAULT = new DialBackoff(
            Duration.ofMillis(250), Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofMinutes(1));

    /** The delay before the next attempt: full jitter below a tenth of the outage so far. */
    Duration delay(Duration outage, RandomGenerator random) {
        long bound = Math.min(Math.max(minBound.toMillis(), outage.toMillis() / FRACTION), maxBound.toMillis());
        return Duration.ofMillis(1 + random.nextLong(bound));
    }

    /** The timeout of an attempt, from TCP connect to the welcome. */
    Duration attemptTimeout(Duration outage, Duration usual) {
        return outage.compareTo(earlyPhase) < 0 && earlyTimeout.compareTo(usual) < 0 ? earlyTimeout : usual;
    }
}
