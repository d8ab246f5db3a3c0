package opencmg.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentCacheTest {

    private final RecentCache<Integer, String> cache = new RecentCache<>(100);

    @Test
    void neverExceedsItsLimit() {
        for (int i = 0; i < 10_000; i++) {
            cache.put(i, "x");
            assertThat(cache.size()).isLessThanOrEqualTo(100);
        }
        assertThat(cache.get(9_999)).isEqualTo("x");
        assertThat(cache.get(0)).isNull();
    }

    @Test
    void keepsEntriesThatAreRead() {
        cache.put(-1, "read");
        for (int i = 0; i < 10_000; i++) {
            cache.put(i, "x");
            assertThat(cache.get(-1)).isEqualTo("read");
        }
    }

    @Test
    void removesEntries() {
        cache.put(1, "x");
        cache.remove(1);
        assertThat(cache.get(1)).isNull();
    }
}
