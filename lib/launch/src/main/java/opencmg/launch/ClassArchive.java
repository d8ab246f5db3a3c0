package opencmg.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The class data sharing archive next to the program's jar, one for each Java version (JEP 350). The launcher has it written at the end of the first
 * {@code demo}. Without it everything works, but takes half as long again to start.
 */
public final class ClassArchive {

    private ClassArchive() {}

    /** The archive's path: next to the jar and named after it, {@code opencmg-17.0.15.jsa} for {@code opencmg.jar}. */
    public static Path of(Path jar) {
        String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        return jar.resolveSibling(name + "-" + System.getProperty("java.version") + ".jsa");
    }

    /**
     * Writes the archive if it is missing, by running {@code demo} once in a separate JVM; takes some 15 seconds. Does nothing when the program
     * does not run from a jar.
     */
    public static void make(JavaProgram program) throws IOException, InterruptedException {
        if (isMissing(program)) {
            Path archive = of(jar(program.classPath()));
            List<String> command =
                    JvmCommand.of(program, "256m", List.of("-XX:ArchiveClassesAtExit=" + archive), List.of("demo"));
            Process demo = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                demo.waitFor();
            } finally {
                demo.destroy();
            }
        }
    }

    /** Whether {@link #make} would write it. */
    public static boolean isMissing(JavaProgram program) {
        Path jar = jar(program.classPath());
        return Files.isRegularFile(jar) && flags(jar.toString()).isEmpty();
    }

    private static Path jar(String classPath) {
        return Path.of(classPath.split(File.pathSeparator, 2)[0]).toAbsolutePath();
    }

    /** The JVM flags that use the archive; none if it is missing or older than the jar. */
    static List<String> flags(String classPath) {
        Path jar = jar(classPath);
        Path archive = of(jar);
        try {
            if (!Files.isRegularFile(jar)
                    || !Files.isRegularFile(archive)
                    || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0) {
                return List.of();
            }
        } catch (IOException unreadable) {
            return List.of();
        }
        return List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }
}
