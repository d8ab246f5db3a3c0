package opencmg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyStateTest {

    @Test
    void isSteadyWhenTheLastThreeRatesAreClose() {
        assertThat(SteadyState.reached(List.of(100.0, 5000.0, 9000.0, 9100.0, 9200.0)))
                .isTrue();
    }

    @Test
    void isNotSteadyWhileItRises() {
        assertThat(SteadyState.reached(List.of(8000.0, 9000.0, 9100.0))).isFalse();
        assertThat(SteadyState.reached(List.of(9000.0, 9000.0))).isFalse();
        assertThat(SteadyState.reached(List.of(0.0, 0.0, 0.0))).isFalse();
    }
}
