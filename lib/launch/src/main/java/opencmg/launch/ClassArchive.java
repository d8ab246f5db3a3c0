package opencmg.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Loaded classes as a file beside the program's jar, one for each Java version (JEP 350). The launcher has it written at the end of the first
 * {@code demo}; without it everything works, and takes half as long again to start.
 */
public final class ClassArchive {

    private ClassArchive() {}

    /** Where the archive of a jar is. */
    public static Path of(Path jar) {
        return jar.resolveSibling("opencmg-" + System.getProperty("java.version") + ".jsa");
    }

    /**
     * Writes the archive unless it is there, by one {@code demo} in a JVM of its own; takes some 15 seconds. Does nothing where the program does
     * not come out of a jar.
     */
    public static void make() throws IOException, InterruptedException {
        if (isMissing()) {
            Path jar = jar(System.getProperty("java.class.path"));
            List<String> command =
                    JvmCommand.of("256m", List.of("-XX:ArchiveClassesAtExit=" + of(jar)), List.of("demo"));
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

    /** Whether {@link #make()} would write it. */
    public static boolean isMissing() {
        Path jar = jar(System.getProperty("java.class.path"));
        return Files.isRegularFile(jar) && flags(jar.toString()).isEmpty();
    }

    private static Path jar(String classPath) {
        return Path.of(classPath.split(File.pathSeparator, 2)[0]).toAbsolutePath();
    }

    /** Flags to use it; none where there is none, or one of an older jar. */
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
