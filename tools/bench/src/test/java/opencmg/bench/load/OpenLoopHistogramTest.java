package opencmg.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class OpenLoopHistogramTest {

    private static final Percentage PRECISION = Percentage.withPercentage(0.01);

    private final Histogram latencies = OpenLoop.newHistogram();

    @Test
    void returnsPercentilesByNearestRank() {
        for (int millis = 100; millis >= 1; millis--) {
            latencies.recordValue(TimeUnit.MILLISECONDS.toNanos(millis));
        }

        assertThat(latencies.getTotalCount()).isEqualTo(100);
        assertThat(latencies.getValueAtPercentile(50) / 1e6).isCloseTo(50, PRECISION);
        assertThat(latencies.getValueAtPercentile(99) / 1e6).isCloseTo(99, PRECISION);
        assertThat(latencies.getValueAtPercentile(99.9) / 1e6).isCloseTo(100, PRECISION);
        assertThat(latencies.getValueAtPercentile(100) / 1e6).isCloseTo(100, PRECISION);
    }

    @Test
    void recordsMicrosecondsAndMinutes() {
        latencies.recordValue(TimeUnit.MICROSECONDS.toNanos(3));
        latencies.recordValue(TimeUnit.MINUTES.toNanos(10));

        assertThat(latencies.getValueAtPercentile(50)).isEqualTo(3000);
        assertThat(latencies.getValueAtPercentile(99) / 1e6)
                .isCloseTo((double) TimeUnit.MINUTES.toMillis(10), PRECISION);
    }
}
