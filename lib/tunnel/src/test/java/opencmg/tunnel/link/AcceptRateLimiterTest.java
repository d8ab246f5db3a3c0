package opencmg.tunnel.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcceptRateLimiterTest {

    private long now = 17;
    private final AcceptRateLimiter rate = new AcceptRateLimiter(2, () -> now);

    @Test
    void allowsOneSecondsBurstAndThenTheRate() {
        assertThat(rate.tryAcquire()).isTrue();
        assertThat(rate.tryAcquire()).isTrue();
        assertThat(rate.tryAcquire()).isFalse();

        now += TimeUnit.MILLISECONDS.toNanos(500);
        assertThat(rate.tryAcquire()).isTrue();
        assertThat(rate.tryAcquire()).isFalse();

        now += TimeUnit.HOURS.toNanos(1);
        assertThat(rate.tryAcquire()).isTrue();
        assertThat(rate.tryAcquire()).isTrue();
        assertThat(rate.tryAcquire()).isFalse();
    }

    @Test
    void reportsRejectedConnectionsOncePerSecond() {
        assertThat(taken(3)).isEqualTo(2);
        assertThat(rate.takeUnreported()).isEqualTo(1);

        assertThat(taken(2)).isZero();
        assertThat(rate.takeUnreported()).isZero();

        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(taken(3)).isEqualTo(2);
        assertThat(rate.takeUnreported()).isEqualTo(3);
    }

    private int taken(int attempts) {
        int taken = 0;
        for (int i = 0; i < attempts; i++) {
            taken += rate.tryAcquire() ? 1 : 0;
        }
        return taken;
    }
}
