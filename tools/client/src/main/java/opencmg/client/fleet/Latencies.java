package opencmg.client.fleet;

/** Times of answers in classes that are about 3 % wide: the same small memory for a second and for a day. */
final class Latencies {

    private static final int STEPS = 32;
    private static final int STEP_BITS = 5;
    private static final int DOUBLINGS = 40;

    private final long[] counts = new long[STEPS * DOUBLINGS];
    private long count;
    private long most;

    void add(long nanos) {
        long micros = Math.max(0, nanos / 1000);
        counts[place(micros)]++;
        count++;
        most = Math.max(most, micros);
    }

    long count() {
        return count;
    }

    double maxMillis() {
        return most / 1000.0;
    }

    /**
     * Upper end of the class that the percentile falls into, never above the largest value seen; 0 when there is none.
     *
     * @param percent above 0, at most 100
     */
    double percentileMillis(double percent) {
        long rank = (long) Math.ceil(percent / 100 * count);
        long seen = 0;
        for (int place = 0; place < counts.length; place++) {
            seen += counts[place];
            if (seen >= rank && seen > 0) {
                return Math.min(most, upper(place)) / 1000.0;
            }
        }
        return 0;
    }

    private static int place(long micros) {
        if (micros < STEPS) {
            return (int) micros;
        }
        int doubling = 63 - Long.numberOfLeadingZeros(micros) - STEP_BITS;
        int step = (int) (micros >> doubling) - STEPS;
        return Math.min(STEPS * DOUBLINGS - 1, STEPS * (doubling + 1) + step);
    }

    private static long upper(int place) {
        if (place < STEPS) {
            return place;
        }
        int doubling = place / STEPS - 1;
        return (((long) (place % STEPS) + STEPS + 1) << doubling) - 1;
    }
}
