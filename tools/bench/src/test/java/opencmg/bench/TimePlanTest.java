package opencmg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import opencmg.bench.report.Figure;
import opencmg.bench.side.Peer;
import opencmg.launch.JavaProgram;
import org.junit.jupiter.api.Test;

/** What is promised of the time that a run takes; that the plan is true, only a run can show. */
class TimePlanTest {

    private static final Set<Peer> WITHOUT_OTHER = EnumSet.complementOf(EnumSet.of(Peer.OTHER));

    private static Duration time(BenchProfile profile, Set<Figure> figures, Set<Peer> sides) {
        JavaProgram other = sides.contains(Peer.OTHER) ? JavaProgram.running() : null;
        return TimePlan.of(new BenchPlan(figures, sides, other, profile, "256m", null), 0);
    }

    private static Duration ofAll(BenchProfile profile) {
        return time(profile, EnumSet.allOf(Figure.class), WITHOUT_OTHER);
    }

    @Test
    void aQuickRunIsPlannedForTwoMinutesAndAFullOneForTwenty() {
        assertThat(ofAll(BenchProfile.QUICK)).isLessThan(Duration.ofSeconds(115));
        assertThat(ofAll(BenchProfile.FULL)).isLessThan(Duration.ofMinutes(19));
        assertThat(BenchProfile.FULL.rounds()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void whatIsLeftOutTakesNoTime() {
        Duration alone = time(BenchProfile.FULL, EnumSet.of(Figure.REQUESTS), EnumSet.of(Peer.OPENCMG));
        assertThat(alone).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
        assertThat(time(BenchProfile.FULL, EnumSet.of(Figure.REGISTRATIONS), EnumSet.allOf(Peer.class)))
                .isEqualTo(time(BenchProfile.FULL, EnumSet.of(Figure.REGISTRATIONS), EnumSet.of(Peer.OPENCMG)));
    }

    @Test
    void anotherBuildTakesTheTimeOfOurs() {
        Set<Figure> requests = EnumSet.of(Figure.REQUESTS);
        Duration alone = time(BenchProfile.FULL, requests, EnumSet.of(Peer.OPENCMG));
        Duration both = time(BenchProfile.FULL, requests, EnumSet.of(Peer.OPENCMG, Peer.OTHER));
        assertThat(both).isGreaterThan(alone.plus(BenchProfile.FULL.warmUp()));
    }

    @Test
    void moreRoundsAndLongerSlicesTakeLonger() {
        assertThat(ofAll(BenchProfile.FULL.withRounds(10)))
                .isGreaterThan(ofAll(BenchProfile.FULL).multipliedBy(3).dividedBy(2));
        assertThat(ofAll(BenchProfile.FULL.withSlice(Duration.ofSeconds(6)))).isGreaterThan(ofAll(BenchProfile.FULL));
    }
}
