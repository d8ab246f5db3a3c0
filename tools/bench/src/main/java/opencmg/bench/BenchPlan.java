package opencmg.bench;

import java.nio.file.Path;
import java.util.Set;
import opencmg.bench.report.Figure;
import opencmg.bench.side.Peer;
import org.jspecify.annotations.Nullable;

/**
 * What shall be measured, and how thoroughly.
 *
 * @param contestants ours among them
 * @param heap of each of our JVMs
 * @param profiles folder for flame graphs of our JVMs, or null for none
 */
public record BenchPlan(
        Set<Figure> figures,
        Set<Peer> contestants,
        BenchProfile effort,
        String heap,
        @Nullable Path profiles) {

    /** In one line, for the report. */
    public String text() {
        String rounds = effort.rounds() == 1 ? "1 round" : effort.rounds() + " alternating rounds";
        return rounds + " of " + effort.slice().toMillis() / 1000.0 + " s for each side, -Xmx" + heap
                + " for each of our processes";
    }
}
