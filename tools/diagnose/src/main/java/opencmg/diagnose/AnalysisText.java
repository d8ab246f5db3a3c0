package opencmg.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Findings for people: a line with the verdict, then why, who, and what to do. */
public final class AnalysisText {

    private static final String MARGIN = "                ";

    private final boolean colours;

    public AnalysisText(boolean colours) {
        this.colours = colours;
    }

    public List<String> lines(Finding finding) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "  %d %s %s%s",
                finding.check().number(),
                coloured(finding.verdict(), String.format(Locale.ROOT, "%-11s", word(finding.verdict()))),
                finding.check().title(),
                finding.subject().isEmpty() ? "" : " " + finding.subject()));
        lines.add(MARGIN + finding.text());
        if (!finding.blame().isNobody()) {
            lines.add(MARGIN + finding.blame());
        }
        if (finding.follows() != null) {
            lines.add(MARGIN + "follows from check " + finding.follows().number() + ", mend that first");
        }
        if (!finding.next().isEmpty()) {
            lines.add(MARGIN + "next: " + finding.next());
        }
        if (!finding.blame().code().isEmpty() && !finding.blame().request().isEmpty()) {
            lines.add(MARGIN + "more: opencmg explain " + finding.blame().request());
        }
        return lines;
    }

    /** One line about all of them. */
    public String end(AnalysisReport report) {
        long red = count(report, CheckVerdict.RED);
        long unknown = count(report, CheckVerdict.NOT_CHECKED);
        return String.format(
                Locale.ROOT,
                "%n%s%s",
                red == 0 ? "Nothing is red." : red + (red == 1 ? " check is red." : " checks are red."),
                unknown == 0 ? "" : " Not checked: " + unknown + ".");
    }

    private static long count(AnalysisReport report, CheckVerdict verdict) {
        return report.findings().stream()
                .filter(finding -> finding.verdict() == verdict)
                .count();
    }

    private static String word(CheckVerdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String coloured(CheckVerdict verdict, String text) {
        if (!colours) {
            return text;
        }
        return switch (verdict) {
            case GREEN -> "\u001b[32m" + text + "\u001b[0m";
            case RED -> "\u001b[31m" + text + "\u001b[0m";
            case NOT_CHECKED -> "\u001b[33m" + text + "\u001b[0m";
        };
    }
}
