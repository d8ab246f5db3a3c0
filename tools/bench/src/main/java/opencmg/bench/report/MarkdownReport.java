package opencmg.bench.report;

import java.util.Set;
import opencmg.bench.side.Peer;
import org.jspecify.annotations.Nullable;

/** The result as Markdown, ready to be kept beside the method in the project's documents. */
public final class MarkdownReport {

    private MarkdownReport() {}

    public static String of(BenchReport report) {
        StringBuilder text = new StringBuilder();
        report.machine().facts().forEach((name, value) -> text.append("* " + name + ": " + value + "\n"));
        text.append("* run: ").append(report.settings()).append("\n\n");
        figures(report.results(), text);
        goals(report, text);
        report.results().problems().forEach(problem -> text.append("\nNot measured: " + problem + "\n"));
        return text.toString();
    }

    private static void figures(Results results, StringBuilder text) {
        Set<Peer> columns = results.peers();
        text.append("| figure | metric |");
        columns.forEach(peer -> text.append(' ').append(peer.text()).append(" |"));
        text.append("\n|---|---|").append("--:|".repeat(columns.size())).append('\n');
        for (Figure figure : results.figures()) {
            for (Metric metric : results.metrics(figure)) {
                text.append("| " + figure.title() + " | " + metric.text() + " |");
                columns.forEach(peer -> text.append(cell(results, figure, metric, peer)));
                text.append('\n');
            }
        }
    }

    private static String cell(Results results, Figure figure, Metric metric, Peer peer) {
        Spread spread = results.spread(figure, metric, peer);
        if (spread == null) {
            return " |";
        }
        return " **" + Numbers.text(spread.median()) + "** (" + Numbers.range(spread) + ")"
                + ratio(peer == Peer.OPENCMG ? null : results.ratio(figure, metric, peer)) + " |";
    }

    private static String ratio(@Nullable Spread ratio) {
        return ratio == null ? "" : ", ours/theirs " + Numbers.text(ratio.median()) + " (" + Numbers.range(ratio) + ")";
    }

    private static void goals(BenchReport report, StringBuilder text) {
        if (report.verdicts().isEmpty()) {
            return;
        }
        text.append("\n| | goal | measured | wanted | |\n|---|---|--:|--:|---|\n");
        for (Goal.Verdict verdict : report.verdicts()) {
            text.append(
                    "| " + (verdict.met() ? "✓" : "✗") + " | " + verdict.text() + " | " + Numbers.text(verdict.value())
                            + " | " + Numbers.text(verdict.wanted()) + " | " + verdict.caution() + " |\n");
        }
    }
}
