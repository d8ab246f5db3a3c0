package opencmg.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts this program, or another build of it, as a child process: the same Java runtime, with a heap of its own size. */
public final class JvmCommand {

    /** JVM flags from the user, which the launcher script passes to the parent. Child JVMs get them as well. */
    private static final String USER_OPTIONS_VARIABLE = "OPENCMG_JAVA_OPTS";

    private JvmCommand() {}

    /** The command for the program that this JVM runs. */
    public static List<String> of(String heap, List<String> flags, List<String> arguments) {
        return of(JavaProgram.running(), heap, flags, arguments);
    }

    /**
     * The command and its arguments.
     *
     * @param heap maximum heap size, for example {@code 128m}
     * @param flags JVM flags for this child only; those of {@code OPENCMG_JAVA_OPTS} come last and win
     */
    public static List<String> of(JavaProgram program, String heap, List<String> flags, List<String> arguments) {
        List<String> userOptions = splitWords(System.getenv().getOrDefault(USER_OPTIONS_VARIABLE, ""));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.addAll(JvmFlags.withUserOptions(userOptions));
        command.addAll(ClassArchive.flags(program.classPath()));
        command.addAll(flags);
        command.addAll(userOptions);
        command.add("-cp");
        command.add(program.classPath());
        command.add(program.mainClass());
        command.addAll(arguments);
        return command;
    }

    static List<String> splitWords(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+", -1));
    }
}
