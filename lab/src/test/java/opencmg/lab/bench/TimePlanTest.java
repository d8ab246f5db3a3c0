package opencmg.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import opencmg.lab.bench.report.Figure;
import opencmg.lab.bench.side.Contestant;
import org.junit.jupiter.api.Test;

/** What is promised of the time that a run takes; that the plan is true, only a run can show. */
class TimePlanTest {

    private static Duration time(Effort effort, Set<Figure> figures, Set<Contestant> sides) {
        return TimePlan.of(new BenchOrder(figures, sides, effort, "256m", null), false);
    }

    private static Duration ofAll(Effort effort) {
        return time(effort, EnumSet.allOf(Figure.class), EnumSet.allOf(Contestant.class));
    }

    @Test
    void aQuickRunIsPlannedForTwoMinutesAndAFullOneForTwenty() {
        assertThat(ofAll(Effort.QUICK)).isLessThan(Duration.ofSeconds(115));
        assertThat(ofAll(Effort.FULL)).isLessThan(Duration.ofMinutes(19));
        assertThat(Effort.FULL.rounds()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void whatIsLeftOutTakesNoTime() {
        Duration alone = time(Effort.FULL, EnumSet.of(Figure.REQUESTS), EnumSet.of(Contestant.OPENCMG));
        assertThat(alone).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
        assertThat(time(Effort.FULL, EnumSet.of(Figure.REGISTRATIONS), EnumSet.allOf(Contestant.class)))
                .isEqualTo(time(Effort.FULL, EnumSet.of(Figure.REGISTRATIONS), EnumSet.of(Contestant.OPENCMG)));
    }

    @Test
    void moreRoundsAndLongerSlicesTakeLonger() {
        assertThat(ofAll(Effort.FULL.withRounds(10)))
                .isGreaterThan(ofAll(Effort.FULL).multipliedBy(3).dividedBy(2));
        assertThat(ofAll(Effort.FULL.withSlice(Duration.ofSeconds(6)))).isGreaterThan(ofAll(Effort.FULL));
    }
}
