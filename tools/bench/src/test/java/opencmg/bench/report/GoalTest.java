package opencmg.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import opencmg.bench.side.Peer;
import org.junit.jupiter.api.Test;

class GoalTest {

    private final Results results = new Results();

    private void addRound(Figure figure, Metric metric, Peer peer, double... rounds) {
        for (double round : rounds) {
            results.add(figure, peer, Map.of(metric, round));
        }
    }

    @Test
    void comparesWithTheBetterOfTwoPeers() {
        addRound(Figure.UPLOAD_1M, Metric.MEGABYTES, Peer.OPENCMG, 95);
        addRound(Figure.UPLOAD_1M, Metric.MEGABYTES, Peer.HAPROXY, 100);
        addRound(Figure.UPLOAD_1M, Metric.MEGABYTES, Peer.NGINX, 50);
        Goal goal = new Goal(Figure.UPLOAD_1M, Metric.MEGABYTES, List.of(Peer.HAPROXY, Peer.NGINX), 0.9, 1.0);
        assertThat(goal.verdict(results, 17)).satisfies(verdict -> {
            assertThat(verdict.value()).isEqualTo(0.95);
            assertThat(verdict.met()).isTrue();
            assertThat(verdict.text()).contains("haproxy");
        });
        assertThat(goal.verdict(results, 25)).extracting(Goal.Verdict::met).isEqualTo(false);
    }

    @Test
    void comparesWithinEachRoundSoThatADisturbanceOfBothSidesTellsNothing() {
        addRound(Figure.REQUESTS, Metric.REQUESTS, Peer.OPENCMG, 90, 45, 88, 40, 92);
        addRound(Figure.REQUESTS, Metric.REQUESTS, Peer.HAPROXY, 100, 50, 40, 44, 50);
        // 0.9, 0.9, 2.2, 0.909 and 1.84: medians would have made it 88 / 50
        assertThat(results.ratio(Figure.REQUESTS, Metric.REQUESTS, Peer.HAPROXY))
                .isNotNull()
                .satisfies(ratio -> assertThat(ratio.median()).isEqualTo(40.0 / 44));
    }

    @Test
    void comparesMediansWhereARoundOfOneSideHasFailed() {
        addRound(Figure.REQUESTS, Metric.REQUESTS, Peer.OPENCMG, 90, 80, 100);
        addRound(Figure.REQUESTS, Metric.REQUESTS, Peer.HAPROXY, 100, 200);
        assertThat(results.ratio(Figure.REQUESTS, Metric.REQUESTS, Peer.HAPROXY))
                .isEqualTo(Spread.of(List.of(0.6)));
    }

    @Test
    void lessIsBetterWhereItIsTheCost() {
        addRound(Figure.LATENCY, Metric.P99, Peer.OPENCMG, 2);
        addRound(Figure.LATENCY, Metric.P99, Peer.HAPROXY, 1);
        Goal goal = new Goal(Figure.LATENCY, Metric.P99, List.of(Peer.HAPROXY), 1.3, 2.5);
        assertThat(goal.verdict(results, 17)).extracting(Goal.Verdict::met).isEqualTo(false);
        assertThat(goal.verdict(results, 25)).extracting(Goal.Verdict::met).isEqualTo(true);
    }

    @Test
    void saysSoWhereTheRoundsAreTooFewForAVerdict() {
        addRound(Figure.LATENCY, Metric.P99, Peer.OPENCMG, 2, 2, 2, 2, 2);
        addRound(Figure.LATENCY, Metric.P99, Peer.HAPROXY, 1, 1, 1, 1);
        Goal goal = new Goal(Figure.LATENCY, Metric.P99, List.of(Peer.HAPROXY), 1.3, 2.5);
        assertThat(goal.verdict(results, 17)).extracting(Goal.Verdict::caution).isEqualTo("rough: 4 rounds");
        addRound(Figure.LATENCY, Metric.P99, Peer.HAPROXY, 1);
        assertThat(goal.verdict(results, 17)).extracting(Goal.Verdict::caution).isEqualTo("");
    }

    @Test
    void takesANumberAsItIsWithoutPeers() {
        addRound(Figure.START, Metric.START, Peer.OPENCMG, 1500, 1700, 9000);
        Goal goal = new Goal(Figure.START, Metric.START, List.of(), 2000, 2000);
        assertThat(goal.verdict(results, 17)).satisfies(verdict -> {
            assertThat(verdict.value()).isEqualTo(1700);
            assertThat(verdict.met()).isTrue();
        });
    }

    @Test
    void saysNothingOfWhatWasNotMeasured() {
        addRound(Figure.REQUESTS, Metric.REQUESTS, Peer.OPENCMG, 10);
        assertThat(Goal.ALL)
                .allSatisfy(goal -> assertThat(goal.verdict(results, 17)).isNull());
    }
}
