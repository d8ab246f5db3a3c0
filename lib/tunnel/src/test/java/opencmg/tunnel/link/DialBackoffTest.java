package opencmg.tunnel.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DialBackoffTest {

    /** Chance that always draws the highest. */
    private static final RandomGenerator HIGHEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @Test
    void waitsAtMostATenthOfTheOutageWithinItsBounds() {
        assertThat(DialBackoff.DEFAULT.delay(Duration.ZERO, HIGHEST)).isEqualTo(Duration.ofMillis(250));
        assertThat(DialBackoff.DEFAULT.delay(Duration.ofSeconds(40), HIGHEST)).isEqualTo(Duration.ofSeconds(4));
        assertThat(DialBackoff.DEFAULT.delay(Duration.ofHours(5), HIGHEST)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void usesTheShortTimeoutOnlyEarlyInAnOutage() {
        Duration usual = Duration.ofSeconds(10);
        assertThat(DialBackoff.DEFAULT.attemptTimeout(Duration.ofSeconds(5), usual))
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(DialBackoff.DEFAULT.attemptTimeout(Duration.ofMinutes(2), usual))
                .isEqualTo(usual);
        assertThat(DialBackoff.DEFAULT.attemptTimeout(Duration.ZERO, Duration.ofSeconds(1)))
                .isEqualTo(Duration.ofSeconds(1));
    }
}
