package opencmg.bench.load;

import java.util.Arrays;

/** Times of answers, one each. Percentiles are exact, nothing is put into classes. */
public final class Latencies {

    private final long[] nanos;
    private int count;

    Latencies(int max) {
        nanos = new long[max];
    }

    void add(long time) {
        if (count < nanos.length) {
            nanos[count++] = time;
        }
    }

    int count() {
        return count;
    }

    /**
     * Nearest rank, in milliseconds.
     *
     * @param percent above 0, at most 100
     */
    public double percentile(double percent) {
        if (count == 0) {
            throw new IllegalStateException("no answers");
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * count);
        return sorted[Math.max(0, Math.min(count, rank) - 1)] / 1e6;
    }
}
