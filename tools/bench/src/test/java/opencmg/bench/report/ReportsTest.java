package opencmg.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import opencmg.bench.side.Peer;
import org.junit.jupiter.api.Test;

class ReportsTest {

    private final Results results = new Results();
    private final BenchReport report =
            new BenchReport(new Machine(Map.of("java", "Some 17"), 17), "3 alternating rounds", results);

    ReportsTest() {
        for (double round : new double[] {9_000, 12_000, 10_000}) {
            results.add(Figure.REQUESTS, Peer.OPENCMG, Map.of(Metric.REQUESTS, round));
        }
        for (double round : new double[] {18_000, 20_000, 25_000}) {
            results.add(Figure.REQUESTS, Peer.HAPROXY, Map.of(Metric.REQUESTS, round));
        }
        results.add(Figure.REFUSALS, Peer.OPENCMG, Map.of(Metric.REQUESTS, 123.0));
        results.problem("start to ready, nginx: no answer");
    }

    @Test
    void theMedianIsTheMiddleAndNoOutlierMovesIt() {
        assertThat(Spread.of(List.of(5.0, 1.0, 900.0))).isEqualTo(new Spread(5, 1, 900, List.of(5.0, 1.0, 900.0)));
        assertThat(Spread.of(List.of(1.0, 2.0)).median()).isEqualTo(1.5);
    }

    @Test
    void theTerminalShowsMediansRangesRatiosAndGoals() {
        assertThat(TerminalTable.of(report).lines())
                .anyMatch(line -> line.matches(" +requests/s +10,000 +20,000"))
                .anyMatch(line -> line.matches(" +rounds +9,000-12,000 +18,000-25,000"))
                .anyMatch(line -> line.matches(" +ours/theirs +0.50"))
                .anyMatch(line -> line.matches(" +rounds +0.40-0.60"))
                .anyMatch(line -> line.matches("✗ .*against haproxy +0.50  goal 0.95, rough: 3 rounds"))
                .contains("not measured: start to ready, nginx: no answer")
                .noneMatch(line -> line.endsWith(" "));
    }

    @Test
    void comparesAnotherBuildInTheSameWayAsAPeer() {
        for (double round : new double[] {9_000, 10_000, 20_000}) {
            results.add(Figure.REQUESTS, Peer.OTHER, Map.of(Metric.REQUESTS, round));
        }
        assertThat(TerminalTable.of(report).lines())
                .anyMatch(line -> line.matches(" +opencmg +other +haproxy"))
                .anyMatch(line -> line.matches(" +ours/theirs +1.00 +0.50"));
        assertThat(MarkdownReport.of(report)).contains("**10,000** (9,000-20,000), ours/theirs 1.00 (0.50-1.20) |");
        JsonObject other = JsonReport.of(report).getJsonArray("values").getJsonObject(1);
        assertThat(other.getString("side")).isEqualTo("other");
        assertThat(other.getJsonObject("ratio").getJsonArray("rounds")).isEqualTo(JsonArray.of(1.0, 1.2, 0.5));
    }

    @Test
    void theMarkdownHasOneRowForEachMetric() {
        assertThat(MarkdownReport.of(report).lines())
                .contains("* java: Some 17")
                .contains("| 1 KiB answers, 64 connections | requests/s | **10,000** (9,000-12,000) |"
                        + " **20,000** (18,000-25,000), ours/theirs 0.50 (0.40-0.60) |")
                .contains("| refusals of bad tokens, 64 connections | requests/s | **123** (123-123) | |");
    }

    @Test
    void theJsonKeepsEveryRound() {
        JsonObject first = JsonReport.of(report).getJsonArray("values").getJsonObject(0);
        assertThat(first.getString("figure")).isEqualTo("requests");
        assertThat(first.getString("side")).isEqualTo("opencmg");
        assertThat(first.getJsonArray("rounds")).isEqualTo(JsonArray.of(9_000.0, 12_000.0, 10_000.0));
        assertThat(first.containsKey("ratio")).isFalse();
        JsonObject peer = JsonReport.of(report).getJsonArray("values").getJsonObject(1);
        assertThat(peer.getJsonObject("ratio").getJsonArray("rounds")).isEqualTo(JsonArray.of(0.5, 0.6, 0.4));
    }
}
