package opencmg.bench.report;

import java.util.List;
import java.util.Objects;

/**
 * One run.
 *
 * @param settings how it was run, in one line
 */
public record BenchReport(Machine machine, String settings, Results results) {

    /** The goals of which something is known. */
    public List<Goal.Verdict> verdicts() {
        return Goal.ALL.stream()
                .map(goal -> goal.verdict(results, machine.javaFeature()))
                .filter(Objects::nonNull)
                .toList();
    }
}
