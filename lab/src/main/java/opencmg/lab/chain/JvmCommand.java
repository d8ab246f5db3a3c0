package opencmg.lab.chain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this program is started again as a child. */
final class JvmCommand {

    /** Newer runtimes warn of what Netty does unless they are told that it may; older ones do not know the last two and skip them. */
    private static final List<String> QUIET = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** What the launcher gives the parent's runtime, the children's gets too. */
    private static final String OPTIONS = "OPENCMG_JAVA_OPTS";

    private JvmCommand() {}

    private static List<String> wished() {
        String options = System.getenv(OPTIONS);
        return options == null || options.isBlank()
                ? List.of()
                : List.of(options.strip().split("\\s+"));
    }

    /** The same Java runtime and the same classes, with a heap of its own size. */
    static List<String> of(String heap, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.addAll(QUIET);
        command.addAll(wished());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("opencmg.lab.Main");
        command.addAll(arguments);
        return command;
    }
}
