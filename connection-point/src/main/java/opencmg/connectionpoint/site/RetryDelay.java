package opencmg.connectionpoint.site;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubled each time, with full jitter so that many connection points do not come back in step.
 *
 * @param first wait at most this long after the first failure
 * @param most never longer
 */
public record RetryDelay(Duration first, Duration most) {

    public static final RetryDelay USUAL = new RetryDelay(Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** At least a tenth of the step: never zero, or a refusing server would be asked in a tight loop. */
    Duration after(int failures, RandomGenerator chance) {
        long step = first.toMillis() << Math.min(Math.max(failures - 1, 0), 20);
        long bounded = Math.max(1, Math.min(step, most.toMillis()));
        return Duration.ofMillis(Math.max(1, (long) (bounded * (0.1 + 0.9 * chance.nextDouble()))));
    }
}
