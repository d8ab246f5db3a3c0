package opencmg.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentCacheTest {

    private final RecentCache<Integer, String> recent = new RecentCache<>(100);

    @Test
    void neverHoldsMoreThanItsLimit() {
        for (int i = 0; i < 10_000; i++) {
            recent.put(i, "x");
            assertThat(recent.size()).isLessThanOrEqualTo(100);
        }
        assertThat(recent.get(9_999)).isEqualTo("x");
        assertThat(recent.get(0)).isNull();
    }

    @Test
    void keepsWhatIsAskedFor() {
        recent.put(-1, "asked");
        for (int i = 0; i < 10_000; i++) {
            recent.put(i, "x");
            assertThat(recent.get(-1)).isEqualTo("asked");
        }
    }

    @Test
    void forgetsWhatIsRemoved() {
        recent.put(1, "x");
        recent.remove(1);
        assertThat(recent.get(1)).isNull();
    }
}
