package opencmg.lab.jvm;

import java.util.List;

/** What was measured to pay (docs/performance.md), and what keeps newer runtimes quiet. The launcher has the same list. */
final class JvmFlags {

    static final List<String> ALL = List.of(
            // The last ones are not known to every runtime that this program runs on.
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UnlockExperimentalVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            // Heaps here are small and most of what is allocated dies with its request: G1's barriers cost more than
            // they save.
            "-XX:+UseParallelGC",
            "-XX:+UseCompactObjectHeaders",
            // Buffers are made and released on the same event loop, for which this one is the cheaper.
            "-Dio.netty.allocator.type=pooled",
            // Nobody asks for a class loader of a context or for how long a handler took.
            "-Dvertx.disableTCCL=true",
            "-Dvertx.disableContextTimings=true");

    private JvmFlags() {}
}
