package opencmg.bench;

import java.util.List;
import java.util.Locale;

/**
 * The memory of one of our processes at one moment without load, in bytes.
 *
 * @param live what is reachable in the heap after a full collection
 * @param outside what is resident beyond the heap, all of which is resident: buffers of the network, classes, compiled code, TLS
 * @param resident all that is
 */
record MemorySample(long live, long outside, long resident) {

    private static final double MIB = 1 << 20;

    /** Live heap may rise by that much of itself, and by that many bytes: tables that grow to the size of their load. */
    private static final double LIVE_SHARE = 0.05;

    private static final long LIVE_SLACK = 2 << 20;

    /** Outside of the heap it is more: the allocators of Netty and of C keep what they once had, and code is compiled late. */
    private static final double OUTSIDE_SHARE = 0.10;

    private static final long OUTSIDE_SLACK = 8 << 20;

    /** Two means that are compared. */
    private record Means(double before, double after) {

        boolean isFlat(double share, long slack) {
            return after <= before * (1 + share) + slack;
        }

        String text(boolean flat) {
            return String.format(
                    Locale.ROOT, "%.1f MiB then %.1f MiB%s", before / MIB, after / MIB, flat ? "" : " (GROWS)");
        }
    }

    /**
     * What came of the looks at a process.
     *
     * @param text for people, without the name of the process
     */
    record Verdict(boolean flat, String text) {}

    /**
     * Compares the last quarter with the second. The first is left out: there tables, pools and compiled code still grow.
     *
     * @param looks at least four, in their order
     */
    static Verdict verdict(List<MemorySample> samples) {
        Means live = means(samples.stream().map(MemorySample::live).toList());
        Means outside = means(samples.stream().map(MemorySample::outside).toList());
        Means resident = means(samples.stream().map(MemorySample::resident).toList());
        boolean liveIsFlat = live.isFlat(LIVE_SHARE, LIVE_SLACK);
        boolean outsideIsFlat = outside.isFlat(OUTSIDE_SHARE, OUTSIDE_SLACK);
        return new Verdict(
                liveIsFlat && outsideIsFlat,
                "live heap " + live.text(liveIsFlat) + ", outside of the heap " + outside.text(outsideIsFlat)
                        + ", resident " + resident.text(true));
    }

    private static Means means(List<Long> values) {
        return new Means(quarter(values, 1), quarter(values, 3));
    }

    private static double quarter(List<Long> values, int which) {
        int size = values.size();
        return values.subList(size * which / 4, size * (which + 1) / 4).stream()
                .mapToLong(Long::longValue)
                .average()
                .orElseThrow(() -> new IllegalArgumentException(size + " looks are too few"));
    }
}
