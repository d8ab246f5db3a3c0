package opencmg.launch;

import java.util.ArrayList;
import java.util.List;

/** What was measured to pay (docs/performance.md), and what keeps newer runtimes quiet. The launcher has the same list. */
final class JvmFlags {

    static final List<String> ALL = List.of(
            // Not every runtime that this program runs on knows all of the others.
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UnlockExperimentalVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseCompactObjectHeaders",
            // A server that starts runs most of its code a few hundred times: compiling that costs more than it brings.
            // What carries requests is compiled all the same.
            "-XX:CompileThresholdScaling=3",
            // Nearly all buffers are made and released on the same event loop, for which this allocator is the cheaper.
            "-Dio.netty.allocator.type=pooled",
            // Otherwise Netty starts the flight recorder for the events of its allocator.
            "-Dio.netty.jfr.enabled=false",
            // Nobody asks for the class loader of a context, or for how long a handler took.
            "-Dvertx.disableTCCL=true",
            "-Dvertx.disableContextTimings=true");

    /** Heaps here are small and most of what is allocated dies with its request: G1's barriers cost more than they save. */
    static final String COLLECTOR = "-XX:+UseParallelGC";

    private JvmFlags() {}

    /** All of them, and the collector unless the user has chosen one: Java does not start with two. */
    static List<String> beside(List<String> options) {
        List<String> flags = new ArrayList<>(ALL);
        if (options.stream().noneMatch(option -> option.matches("-XX:\\+Use.*GC"))) {
            flags.add(COLLECTOR);
        }
        return flags;
    }
}
