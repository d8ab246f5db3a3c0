package opencmg.bench.load;

import java.time.Duration;

/**
 * What a run came to.
 *
 * @param done requests that were answered as they should be
 * @param failed requests that were not
 * @param time how long it took
 */
public record LoadResult(long done, long failed, Duration time) {

    public double perSecond() {
        return done / (time.toNanos() / 1e9);
    }

    /** @throws IllegalStateException when a request has failed: a number with failures in it says nothing */
    public void check(String what) {
        if (done == 0) {
            throw new IllegalStateException(what + " answered none of " + failed + " requests");
        }
        if (failed > 0) {
            throw new IllegalStateException(what + ": " + failed + " of " + (done + failed) + " requests failed");
        }
    }

    LoadResult plus(LoadResult other) {
        return new LoadResult(
                done + other.done, failed + other.failed, time.compareTo(other.time) > 0 ? time : other.time);
    }
}
