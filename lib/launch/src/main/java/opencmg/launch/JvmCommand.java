package opencmg.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this program is started again as a child: the same runtime and the same classes, with a heap of its own size. */
public final class JvmCommand {

    /** What the launcher gives the parent's runtime, the children's gets too. */
    private static final String OPTIONS = "OPENCMG_JAVA_OPTS";

    private JvmCommand() {}

    /**
     * The command and its arguments.
     *
     * @param heap at most, for example {@code 128m}
     * @param flags of this child alone; those of {@code OPENCMG_JAVA_OPTS} come last and win
     */
    public static List<String> of(String heap, List<String> flags, List<String> arguments) {
        String classPath = System.getProperty("java.class.path");
        List<String> wished = words(System.getenv().getOrDefault(OPTIONS, ""));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.addAll(JvmFlags.beside(wished));
        command.addAll(ClassArchive.flags(classPath));
        command.addAll(flags);
        command.addAll(wished);
        command.add("-cp");
        command.add(classPath);
        command.add("opencmg.cli.Main");
        command.addAll(arguments);
        return command;
    }

    static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+", -1));
    }
}
