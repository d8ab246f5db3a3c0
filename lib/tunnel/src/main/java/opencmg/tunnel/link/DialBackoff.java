package opencmg.tunnel.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How patient the dialling is: impatient while an outage is young, so that a short one is over for the tunnel when it is over for the network,
 * and ever calmer as it lasts, so that a fleet does not hammer a gateway that is gone (docs/decisions/0004).
 *
 * @param first upper bound of a wait at the beginning
 * @param most upper bound of any wait
 * @param hurry how long an attempt may take while the outage is younger than {@code young}
 * @param young see {@code hurry}
 */
record DialBackoff(Duration first, Duration most, Duration hurry, Duration young) {

    /** A wait is at most this fraction of the outage. */
    private static final int FRACTION = 10;

    static final DialBackoff DEFAULT = new DialBackoff(
            Duration.ofMillis(250), Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofMinutes(1));

    /** The wait before the next attempt: full jitter below a tenth of the outage so far. */
    Duration before(Duration outage, RandomGenerator chance) {
        long bound = Math.min(Math.max(first.toMillis(), outage.toMillis() / FRACTION), most.toMillis());
        return Duration.ofMillis(1 + chance.nextLong(bound));
    }

    /** How long an attempt may take, from TCP to the hello. */
    Duration patience(Duration outage, Duration usual) {
        return outage.compareTo(young) < 0 && hurry.compareTo(usual) < 0 ? hurry : usual;
    }
}
