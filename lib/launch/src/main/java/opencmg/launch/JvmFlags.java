package opencmg.launch;

import java.util.ArrayList;
import java.util.List;

/** JVM flags that were measured to pay off (docs/performance.md) or that silence warnings of newer runtimes. The launcher has the same list. */
final class JvmFlags {

    static final List<String> ALL = List.of(
            // Older runtimes do not know all of the others.
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UnlockExperimentalVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseCompactObjectHeaders",
            // A starting server runs most of its code a few hundred times: compiling that costs more than it gains.
            // The code that serves requests is compiled all the same.
            "-XX:CompileThresholdScaling=3",
            // Nearly all buffers are allocated and released on the same event loop, for which this allocator is
            // cheaper.
            "-Dio.netty.allocator.type=pooled",
            // Otherwise Netty starts the flight recorder for its allocator events.
            "-Dio.netty.jfr.enabled=false",
            // We use neither the class loader of a context nor the execution time of handlers.
            "-Dvertx.disableTCCL=true",
            "-Dvertx.disableContextTimings=true");

    /** Our heaps are small and most objects die with their request, so G1's barriers cost more than they save. */
    static final String COLLECTOR = "-XX:+UseParallelGC";

    private JvmFlags() {}

    /**
     * Sets the system properties among the flags that were not given on the command line: {@code java -jar} has no launcher that passes them. Call it
     * before Netty and Vert.x are loaded.
     */
    static void setMissingProperties() {
        for (String flag : ALL) {
            if (flag.startsWith("-D")) {
                String[] property = flag.substring(2).split("=", 2);
                if (System.getProperty(property[0]) == null) {
                    System.setProperty(property[0], property[1]);
                }
            }
        }
    }

    /** All flags, with the collector unless the user's options name one: Java does not start with two. */
    static List<String> withUserOptions(List<String> options) {
        List<String> flags = new ArrayList<>(ALL);
        if (options.stream().noneMatch(option -> option.matches("-XX:\\+Use.*GC"))) {
            flags.add(COLLECTOR);
        }
        return flags;
    }
}
