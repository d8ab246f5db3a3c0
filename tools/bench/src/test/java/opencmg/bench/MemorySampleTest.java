package opencmg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MemorySampleTest {

    private static final long MIB = 1 << 20;
    private static final long[] NOISE = {0, 1, -1, 1, 0, -1, 1, -1, 0, 1, 1, 0};

    private static MemorySample.Verdict verdict(long[] live, long[] outside, long[] resident) {
        return MemorySample.verdict(IntStream.range(0, live.length)
                .mapToObj(i -> new MemorySample(live[i] * MIB, outside[i] * MIB, resident[i] * MIB))
                .toList());
    }

    /** Twelve looks: a level with some noise, and that much more at each look than at the one before. */
    private static long[] looks(long level, double rise) {
        return LongStream.range(0, NOISE.length)
                .map(i -> level + NOISE[(int) i] + Math.round(rise * i))
                .toArray();
    }

    @Test
    void noiseIsFlat() {
        MemorySample.Verdict verdict = verdict(looks(12, 0), looks(180, 0), looks(436, 0));
        assertThat(verdict.flat()).isTrue();
        assertThat(verdict.text()).doesNotContain("GROWS");
    }

    @Test
    void liveHeapThatGrowsIsFlagged() {
        MemorySample.Verdict verdict = verdict(looks(12, 1), looks(180, 0), looks(436, 0));
        assertThat(verdict.flat()).isFalse();
        assertThat(verdict.text()).contains("live heap 16.0 MiB then 22.7 MiB (GROWS), outside");
    }

    @Test
    void memoryOutsideOfTheHeapThatGrowsIsFlagged() {
        MemorySample.Verdict verdict = verdict(looks(12, 0), looks(100, 5), looks(356, 5));
        assertThat(verdict.flat()).isFalse();
        assertThat(verdict.text()).contains("live heap 12.").contains("(GROWS), resident");
    }

    @Test
    void whatIsResidentAloneIsNotJudged() {
        assertThat(verdict(looks(12, 0), looks(180, 0), looks(300, 40)).flat()).isTrue();
    }

    @Test
    void theFirstQuarterIsNotCounted() {
        long[] live = {90, 60, 30, 12, 12, 12, 12, 12, 12, 12, 12, 12};
        long[] rising = {1, 4, 8, 20, 20, 20, 20, 20, 20, 20, 20, 20};
        assertThat(verdict(live, looks(180, 0), looks(436, 0)).flat()).isTrue();
        assertThat(verdict(rising, looks(180, 0), looks(436, 0)).flat()).isTrue();
    }
}
