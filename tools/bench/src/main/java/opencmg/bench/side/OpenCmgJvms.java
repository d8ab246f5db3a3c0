package opencmg.bench.side;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import opencmg.launch.JavaProgram;
import org.jspecify.annotations.Nullable;

/**
 * How gateway and connection point run.
 *
 * @param program the build to start
 * @param heap maximum heap size of each, for example {@code 256m}
 * @param wholeHeap whether each touches all of it at once, so that what is resident beyond it is not of the heap
 * @param profiles folder for flame graphs, or null for none
 */
public record OpenCmgJvms(
        JavaProgram program,
        String heap,
        boolean wholeHeap,
        @Nullable Path profiles) {

    List<String> flags(BenchWorkspace workspace, String part) throws IOException {
        List<String> flags = new ArrayList<>();
        if (wholeHeap) {
            flags.add("-Xms" + heap);
            flags.add("-XX:+AlwaysPreTouch");
        }
        if (profiles != null) {
            flags.add(Profiler.in(workspace).flag(profiles.resolve(part + ".html")));
        }
        return flags;
    }
}
