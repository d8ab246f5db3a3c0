package opencmg.client.setup;

import java.time.Duration;

/**
 * Number of attempts, pauses and time limits.
 *
 * @param downloads attempts for each file; each continues where the last one ended
 * @param retry pause before the second attempt, doubled before each further one, at most {@value #MAX_RETRY_SECONDS} seconds
 * @param approval how long a registration may stay pending; zero to send one request only
 * @param confirmation pause before the first confirmation request, doubled likewise
 * @param notification how long to wait for a notification; zero to only sign in
 */
public record RetryPolicy(
        int downloads, Duration retry, Duration approval, Duration confirmation, Duration notification) {

    static final int MAX_RETRY_SECONDS = 30;

    private static final int MAX_DOWNLOADS = 100;
    private static final Duration MAX_WAIT = Duration.ofDays(1);

    /** The defaults of the command. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(
            5, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(2), Duration.ofSeconds(5));

    public RetryPolicy {
        if (downloads < 1 || downloads > MAX_DOWNLOADS) {
            throw new InvalidCommandLineException(
                    "--downloads " + downloads + " is not 1 to " + MAX_DOWNLOADS + ", for example --downloads 5");
        }
        if (approval.compareTo(MAX_WAIT) > 0 || notification.compareTo(MAX_WAIT) > 0) {
            throw new InvalidCommandLineException("a client waits for one day at most, for example --approval 5m");
        }
    }

    /** The pause after the given one: twice as long, at most {@value #MAX_RETRY_SECONDS} seconds. */
    static Duration next(Duration pause) {
        Duration max = Duration.ofSeconds(MAX_RETRY_SECONDS);
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(max) > 0 ? max : twice;
    }
}
