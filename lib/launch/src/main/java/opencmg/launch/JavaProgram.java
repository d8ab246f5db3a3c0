package opencmg.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * A Java program that can be started as a child process.
 *
 * @param classPath for {@code java -cp}
 * @param mainClass fully qualified
 */
public record JavaProgram(String classPath, String mainClass) {

    private static final String MAIN_CLASS = "opencmg.cli.Main";

    /** The program that this JVM runs. */
    public static JavaProgram running() {
        return new JavaProgram(System.getProperty("java.class.path"), MAIN_CLASS);
    }

    /**
     * Another build, from its jar. The main class is the one of its manifest, so older builds with another package layout work too.
     *
     * @throws IOException when the file cannot be read as a jar, or its manifest has no {@code Main-Class}
     */
    public static JavaProgram of(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String mainClass =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            if (mainClass == null) {
                throw new IOException("the manifest has no Main-Class");
            }
            return new JavaProgram(jar.toAbsolutePath().normalize().toString(), mainClass);
        }
    }
}
