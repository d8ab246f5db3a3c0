package opencmg.tunnel;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before dialling again: doubles from {@code first} to {@code most} with full jitter, so that a fleet of connection points
 * does not come back at one moment.
 *
 * @param first upper bound of the first wait
 * @param most upper bound of any wait
 * @param stable a connection that lived this long begins anew at {@code first}
 */
record Backoff(Duration first, Duration most, Duration stable) {

    static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(30));

    /**
     * The wait before an attempt.
     *
     * @param failures how many attempts have failed in a row, 1 or more
     */
    Duration before(int failures, RandomGenerator chance) {
        int doublings = Math.min(failures - 1, 20);
        long bound = Math.min(first.toMillis() << doublings, most.toMillis());
        return Duration.ofMillis(1 + chance.nextLong(Math.max(1, bound)));
    }
}
