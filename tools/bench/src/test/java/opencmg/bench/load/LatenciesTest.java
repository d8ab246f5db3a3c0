package opencmg.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void takesTheNearestRank() {
        Latencies latencies = new Latencies(200);
        for (int millis = 100; millis >= 1; millis--) {
            latencies.add(millis * 1_000_000L);
        }
        assertThat(latencies.percentile(50)).isEqualTo(50);
        assertThat(latencies.percentile(99)).isEqualTo(99);
        assertThat(latencies.percentile(99.9)).isEqualTo(100);
        assertThat(latencies.percentile(100)).isEqualTo(100);
    }

    @Test
    void keepsNoMoreThanItHasRoomFor() {
        Latencies latencies = new Latencies(1);
        latencies.add(1_000_000);
        latencies.add(9_000_000);
        assertThat(latencies.count()).isEqualTo(1);
        assertThat(latencies.percentile(99)).isEqualTo(1);
    }
}
