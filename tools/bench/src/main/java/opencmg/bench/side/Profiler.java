package opencmg.bench.side;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * async-profiler as an agent of a JVM: writes a flame graph when the JVM ends. Its library comes out of this program's jar.
 *
 * @param library unpacked
 */
record Profiler(Path library) {

    static Profiler in(BenchWorkspace workspace) throws IOException {
        Path library = workspace.file("libasyncProfiler.so");
        String resource = resource(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        try (InputStream packed = Profiler.class.getResourceAsStream("/" + resource)) {
            if (packed == null) {
                throw new IOException("there is no async-profiler for this system (" + resource + ")");
            }
            Files.copy(packed, library, StandardCopyOption.REPLACE_EXISTING);
        }
        return new Profiler(library);
    }

    static String resource(String system, String architecture) {
        String os = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "macos" : "linux";
        if (os.equals("macos")) {
            return "macos/libasyncProfiler.so";
        }
        return os + (architecture.equals("aarch64") ? "-arm64" : "-x64") + "/libasyncProfiler.so";
    }

    /** Samples of the CPU each millisecond; where the kernel does not let it see, of threads by timers. */
    String flag(Path flameGraph) {
        return "-agentpath:" + library + "=start,event=cpu,interval=1ms,threads=false,file=" + flameGraph;
    }
}
