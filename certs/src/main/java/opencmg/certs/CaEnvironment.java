package opencmg.certs;

import java.time.Clock;

/**
 * The clock and the key source of an authority.
 *
 * @param clock source of validity and revocation times
 * @param keys source of new keys
 */
public record CaEnvironment(Clock clock, KeySource keys) {

    /** The system clock and a new key for every certificate. */
    public static CaEnvironment real() {
        return new CaEnvironment(Clock.systemUTC(), KeySource.fresh());
    }

    /** The system clock and reused leaf keys; for tests only. */
    public static CaEnvironment forTests() {
        return forTests(Clock.systemUTC());
    }

    /** A given clock and reused leaf keys; for tests only. */
    public static CaEnvironment forTests(Clock clock) {
        return new CaEnvironment(clock, ReusedTestKeys.shared());
    }
}
