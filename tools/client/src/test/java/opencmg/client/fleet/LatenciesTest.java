package opencmg.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies times = new Latencies();

    @Test
    void knowsPercentilesToAFewPercent() {
        for (int millis = 1; millis <= 1000; millis++) {
            times.add(TimeUnit.MILLISECONDS.toNanos(millis));
        }

        assertThat(times.count()).isEqualTo(1000);
        assertThat(times.percentileMillis(50)).isCloseTo(500, Percentage.withPercentage(4));
        assertThat(times.percentileMillis(99)).isCloseTo(990, Percentage.withPercentage(4));
        assertThat(times.maxMillis()).isEqualTo(1000);
    }

    @Test
    void neverTellsMoreThanTheLargest() {
        times.add(TimeUnit.MILLISECONDS.toNanos(7));

        assertThat(times.percentileMillis(99)).isEqualTo(7);
    }

    @Test
    void keepsMicrosecondsAndDaysInTheSameMemory() {
        times.add(3_000);
        times.add(TimeUnit.DAYS.toNanos(2));

        assertThat(times.percentileMillis(50)).isEqualTo(0.003, within(1e-9));
        assertThat(times.percentileMillis(100)).isEqualTo((double) TimeUnit.DAYS.toMillis(2));
    }

    @Test
    void saysNothingOfNoAnswers() {
        assertThat(times.percentileMillis(50)).isZero();
    }
}
