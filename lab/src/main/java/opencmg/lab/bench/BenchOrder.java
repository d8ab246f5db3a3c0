package opencmg.lab.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import opencmg.lab.bench.report.Figure;
import opencmg.lab.bench.side.Contestant;
import org.jspecify.annotations.Nullable;

/**
 * What shall be measured, and how thoroughly.
 *
 * @param contestants ours among them
 * @param rounds of each figure; the median of them counts
 * @param slice of each side within a round
 * @param warmUp at most, until the rate of our JVMs is steady
 * @param idle numbers of idle connections, rising
 * @param heap of each of our JVMs
 * @param profiles folder for flame graphs of our JVMs, or null for none
 */
record BenchOrder(
        Set<Figure> figures,
        Set<Contestant> contestants,
        int rounds,
        Duration slice,
        Duration warmUp,
        List<Integer> idle,
        String heap,
        @Nullable Path profiles) {

    /** In one line, for the report. */
    String text() {
        return rounds + " alternating rounds of " + slice.toMillis() / 1000.0 + " s for each side, -Xmx" + heap
                + " for each of our processes";
    }
}
