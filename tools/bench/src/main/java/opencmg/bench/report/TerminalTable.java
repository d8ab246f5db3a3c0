package opencmg.bench.report;

import java.util.Locale;
import java.util.Set;
import opencmg.bench.side.Peer;
import org.jspecify.annotations.Nullable;

/** The result for a terminal: per metric the medians, what the rounds ranged over, and ours over theirs. */
public final class TerminalTable {

    private static final int LABEL = 36;
    private static final int COLUMN = 18;

    private final Results results;
    private final BenchReport report;
    private final Set<Peer> columns;
    private final StringBuilder text = new StringBuilder();

    private TerminalTable(BenchReport report) {
        this.report = report;
        this.results = report.results();
        this.columns = results.peers();
    }

    /** With a line break at its end. */
    public static String of(BenchReport report) {
        TerminalTable table = new TerminalTable(report);
        table.head();
        report.results().figures().forEach(table::figure);
        table.goals();
        report.results()
                .problems()
                .forEach(problem ->
                        table.text.append("not measured: ").append(problem).append('\n'));
        return table.text.toString();
    }

    private void head() {
        label("");
        columns.forEach(peer -> cell(peer.text()));
        end();
    }

    private void figure(Figure figure) {
        text.append(figure.title());
        end();
        for (Metric metric : results.metrics(figure)) {
            label("  " + metric.text());
            columns.forEach(peer -> cell(median(results.spread(figure, metric, peer))));
            end();
            label("    rounds");
            columns.forEach(peer -> cell(range(results.spread(figure, metric, peer))));
            end();
            ratios(figure, metric);
        }
    }

    private void ratios(Figure figure, Metric metric) {
        if (columns.stream().noneMatch(peer -> ratio(figure, metric, peer) != null)) {
            return;
        }
        label("    ours/theirs");
        columns.forEach(peer -> cell(median(ratio(figure, metric, peer))));
        end();
        label("    rounds");
        columns.forEach(peer -> cell(range(ratio(figure, metric, peer))));
        end();
    }

    private @Nullable Spread ratio(Figure figure, Metric metric, Peer peer) {
        return peer == Peer.OPENCMG ? null : results.ratio(figure, metric, peer);
    }

    private void goals() {
        for (Goal.Verdict verdict : report.verdicts()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s %-72s %8s  goal %s%s",
                    verdict.met() ? "✓" : "✗",
                    verdict.text(),
                    Numbers.text(verdict.value()),
                    Numbers.text(verdict.wanted()),
                    verdict.caution().isEmpty() ? "" : ", " + verdict.caution()));
            end();
        }
    }

    private static String median(@Nullable Spread spread) {
        return spread == null ? "" : Numbers.text(spread.median());
    }

    private static String range(@Nullable Spread spread) {
        return spread == null ? "" : Numbers.range(spread);
    }

    private void label(String label) {
        text.append(String.format(Locale.ROOT, "%-" + LABEL + "s", label));
    }

    private void cell(String cell) {
        text.append(String.format(Locale.ROOT, "%" + COLUMN + "s", cell));
    }

    private void end() {
        int last = text.length();
        while (last > 0 && text.charAt(last - 1) == ' ') {
            last--;
        }
        text.setLength(last);
        text.append('\n');
    }
}
