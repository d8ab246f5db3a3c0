package opencmg.lab.bench.side;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this program is started again as a child: with the same runtime, and with the flags that OPENCMG_JAVA_OPTS names for trying them. */
final class OwnJvm {

    private static final String OPTIONS = "OPENCMG_JAVA_OPTS";

    private OwnJvm() {}

    static List<String> command(List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(quiet(Runtime.version().feature()));
        command.addAll(flags);
        command.addAll(words(System.getenv().getOrDefault(OPTIONS, "")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "opencmg.lab.Main"));
        command.addAll(arguments);
        return command;
    }

    static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+", -1));
    }

    /** Newer runtimes warn of what Netty does unless they are told that it may; older ones do not know these flags. */
    private static List<String> quiet(int feature) {
        List<String> flags = new ArrayList<>();
        if (feature >= 22) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        if (feature >= 23) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }
}
