package opencmg.bench.side;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcFileTest {

    @Test
    void addsUserAndSystemTime() {
        String stat = "4711 (a (strange) name) S 1 2 3 4 5 6 7 8 9 10 150 25 7 8 20 0 3 0 100 200 300";
        assertThat(ProcFile.cpuMicros(stat)).isEqualTo(1_750_000);
    }

    @Test
    void readsResidentMemory() {
        assertThat(ProcFile.resident("Name:\tjava\nVmPeak:\t  9999 kB\nVmRSS:\t    2048 kB\nThreads:\t3\n"))
                .isEqualTo(2 << 20);
    }

    @Test
    void findsNothingUsedByAProcessThatHasEnded() {
        assertThat(ProcFile.cpuMicros("")).isZero();
        assertThat(ProcFile.resident("")).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void seesThisProcess() {
        assertThat(ProcFile.resident(ProcessHandle.current().pid())).isGreaterThan(1 << 20);
    }
}
