package opencmg.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class FleetCountersTest {

    private static final DeviceWork WORK = DeviceWork.POLICY;
    private static final Percentage PRECISION = Percentage.withPercentage(0.1);

    private final FleetCounters counters = new FleetCounters();

    @Test
    void returnsPercentilesOfTheLatencies() {
        for (int millis = 1; millis <= 1000; millis++) {
            counters.done(WORK, TimeUnit.MILLISECONDS.toNanos(millis), 1);
        }

        assertThat(counters.done(WORK)).isEqualTo(1000);
        assertThat(counters.allDone()).isEqualTo(1000);
        assertThat(counters.percentileMillis(WORK, 50)).isCloseTo(500, PRECISION);
        assertThat(counters.percentileMillis(WORK, 99)).isCloseTo(990, PRECISION);
        assertThat(counters.percentileMillis(WORK, 100)).isCloseTo(1000, PRECISION);
    }

    @Test
    void returnsTheOnlyLatencyForEveryPercentile() {
        counters.done(WORK, TimeUnit.MILLISECONDS.toNanos(7), 1);

        assertThat(counters.percentileMillis(WORK, 99)).isCloseTo(7, PRECISION);
    }

    @Test
    void recordsMicrosecondsAndDays() {
        counters.done(WORK, 3_000, 1);
        counters.done(WORK, TimeUnit.DAYS.toNanos(2), 1);

        assertThat(counters.percentileMillis(WORK, 50)).isEqualTo(0.003, within(1e-9));
        assertThat(counters.percentileMillis(WORK, 100)).isCloseTo((double) TimeUnit.DAYS.toMillis(2), PRECISION);
    }

    @Test
    void returnsZeroWithoutResponses() {
        assertThat(counters.percentileMillis(WORK, 50)).isZero();
    }
}
