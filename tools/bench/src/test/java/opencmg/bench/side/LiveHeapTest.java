package opencmg.bench.side;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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

    /**
     * Measures another JVM, as the soak does. A newer JDK streams the histogram while all threads of the measured JVM stand at a safepoint: a JVM that
     * measures itself would wait for a pipe that it cannot read.
     */
    @Test
    void measuresTheLiveHeapOfAnotherJvm() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryHolder.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader replies = holder.inputReader();
                Writer commands = holder.outputWriter()) {
            assertThat(replies.readLine()).isEqualTo("ready");
            LiveHeap heaps = LiveHeap.ofThisRuntime();
            long before = heaps.bytes(holder.pid());
            commands.write("allocate\n");
            commands.flush();
            assertThat(replies.readLine()).isEqualTo("allocated");
            long after = heaps.bytes(holder.pid());
            assertThat(after - before).isBetween(12L << 20, 20L << 20);
            assertThat(heaps.most(holder.pid())).isGreaterThan(after);
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    /** A JVM that says "ready", and holds 16 MiB more after it has read a line. It ends when its input does. */
    static final class MemoryHolder {

        private MemoryHolder() {}

        public static void main(String[] arguments) throws IOException {
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            System.out.println("ready");
            if (commands.readLine() == null) {
                return;
            }
            byte[] held = new byte[16 << 20];
            System.out.println("allocated");
            while (commands.readLine() != null) {
                held[0]++;
            }
        }
    }
}
