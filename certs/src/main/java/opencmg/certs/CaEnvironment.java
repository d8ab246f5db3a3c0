package opencmg.certs;

import java.time.Clock;

/**
 * What an authority works with.
 *
 * @param clock validity times and revocation times come from it
 * @param keys new keys come from it
 */
public record CaEnvironment(Clock clock, KeySource keys) {

    /** The system's time and a new key for every certificate. */
    public static CaEnvironment real() {
        return new CaEnvironment(Clock.systemUTC(), KeySource.fresh());
    }

    /** The system's time and leaf keys that are used again; for tests only. */
    public static CaEnvironment forTests() {
        return forTests(Clock.systemUTC());
    }

    /** A time of the test's own and leaf keys that are used again; for tests only. */
    public static CaEnvironment forTests(Clock clock) {
        return new CaEnvironment(clock, ReusedTestKeys.ofThisJvm());
    }
}
