package opencmg.bench.side;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveHeapTest {

    @Test
    void readsTheTotalOfTheTableOfClasses() {
        assertThat(LiveHeap.total("""
                4711:
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:         32455        3071520  [B (java.base@17.0.15)
                   2:           100          12800  opencmg.Total
                Total        186123       12582912
                """)).isEqualTo(12_582_912);
    }

    @Test
    void readsHowLargeTheHeapMayBe() {
        assertThat(LiveHeap.most("4711:\n-XX:InitialHeapSize=1048576 -XX:MaxHeapSize=268435456 -XX:+UseParallelGC"))
                .isEqualTo(268_435_456);
    }

    @Test
    void tellsWhatWasSaidInPlaceOfANumber() {
        assertThatThrownBy(() -> LiveHeap.total("4711:\nUnable to open socket file"))
                .hasMessageContaining("Unable to open socket file");
    }

    @Test
    void asksForAJdkWhereTheRuntimeHasNoJcmd(@TempDir Path runtime) {
        assertThatThrownBy(() -> LiveHeap.beside(runtime))
                .hasMessageContaining("jcmd")
                .hasMessageContaining(runtime.toString())
                .hasMessageContaining("apt-get install");
    }

    @Test
    void seesWhatALiveJvmHolds() throws Exception {
        long pid = ProcessHandle.current().pid();
        LiveHeap heaps = LiveHeap.ofThisRuntime();
        long before = heaps.bytes(pid);
        byte[] held = new byte[16 << 20];
        long with = heaps.bytes(pid);
        assertThat(with - before).isBetween(12L << 20, 20L << 20);
        assertThat(held).hasSize(16 << 20);
        assertThat(heaps.most(pid)).isGreaterThan(with);
    }
}
