package opencmg.certs;

import java.time.Clock;

/**
 * What an authority works with.
 *
 * @param clock validity times and revocation times come from it
 * @param keys new keys come from it
 */
public record Workshop(Clock clock, KeySource keys) {

    /** The system's time and a new key for every certificate. */
    public static Workshop real() {
        return new Workshop(Clock.systemUTC(), KeySource.fresh());
    }

    /** The system's time and leaf keys that are used again; for tests only. */
    public static Workshop forTests() {
        return forTests(Clock.systemUTC());
    }

    /** A time of the test's own and leaf keys that are used again; for tests only. */
    public static Workshop forTests(Clock clock) {
        return new Workshop(clock, ReusedTestKeys.ofThisJvm());
    }
}
