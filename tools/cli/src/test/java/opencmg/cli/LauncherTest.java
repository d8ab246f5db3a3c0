package opencmg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher {@code opencmg} in a project of its own, whose {@code mvn} is a script that copies a ready jar into place. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final String JAVA_HOME = System.getProperty("java.home");

    @TempDir
    private Path temp;

    private Path project;
    private Path jar;
    private Path tools;
    private Path ready;

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(temp.resolve("a clone with blanks"));
        Files.copy(Path.of("..", "..", "opencmg"), project.resolve("opencmg"));
        makeExecutable(project.resolve("opencmg"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        jar = project.resolve("tools/cli/target/opencmg.jar");
        ready = echoJar(temp.resolve("ready.jar"));
        tools = Files.createDirectories(temp.resolve("bin"));
        script("mvn", """
                echo built >> '%1$s/builds'
                while [ -e '%1$s/hold' ]; do sleep 0.05; done
                [ ! -e '%1$s/broken' ] || { echo '[ERROR] it does not compile'; exit 1; }
                mkdir -p tools/cli/target
                cp '%2$s' tools/cli/target/opencmg.jar
                echo '[INFO] Building cli 1.0    [1/1]'
                """.formatted(temp, ready));
    }

    @Test
    void buildsOnceAndPassesTheArgumentsOn() throws Exception {
        assertThat(run(project.resolve("opencmg"), "one", "two words").out()).contains("ran [one, two words]");
        assertThat(run(project.resolve("opencmg")).out()).contains("ran []");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void worksThroughASymlink() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("link"), project.resolve("opencmg"));
        Path linkToLink = Files.createSymbolicLink(temp.resolve("second"), Path.of("link"));

        assertThat(run(link).out()).contains("ran []");
        assertThat(run(linkToLink).out()).contains("ran []");
    }

    @Test
    void buildsAHalfWrittenJarAgain() throws Exception {
        assertThat(run(project.resolve("opencmg")).exit()).isZero();
        byte[] whole = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(whole, whole.length / 2));

        assertThat(run(project.resolve("opencmg")).out()).contains("ran []");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void letsASecondStartWaitForTheBuildOfTheFirst() throws Exception {
        Files.createFile(temp.resolve("hold"));
        Process first = start(project.resolve("opencmg"), Map.of(), "first");
        awaitFile(temp.resolve("builds"));
        Process second = start(project.resolve("opencmg"), Map.of(), "second");
        awaitText(second, "waiting for it");
        Files.delete(temp.resolve("hold"));

        assertThat(finish(first).out()).contains("ran [first]");
        assertThat(finish(second).out()).contains("ran [second]");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void takesTheLockOfAStartThatWasKilled() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path lock = Files.createDirectories(project.resolve("target/build.lock"));
        Files.writeString(lock.resolve("pid"), dead.pid() + "\n");

        assertThat(run(project.resolve("opencmg")).out()).contains("ran []");
        assertThat(lock).doesNotExist();
    }

    @Test
    void leavesNoLockBehindWhenItIsInterrupted() throws Exception {
        Files.createFile(temp.resolve("hold"));
        Process first = start(project.resolve("opencmg"), Map.of());
        awaitFile(temp.resolve("builds"));
        assertThat(project.resolve("target/build.lock")).exists();
        first.descendants().forEach(ProcessHandle::destroy); // Ctrl-C reaches the whole group
        first.destroy();
        Files.deleteIfExists(temp.resolve("hold"));
        first.waitFor(20, TimeUnit.SECONDS);

        assertThat(project.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void showsWhatBrokeTheBuild() throws Exception {
        Files.createFile(temp.resolve("broken"));

        Finished failed = run(project.resolve("opencmg"));

        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out())
                .contains("it does not compile")
                .contains("the build failed; all of its output is in " + project.toRealPath());
        assertThat(project.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void saysWhatToDoAboutAWrongJavaHome() throws Exception {
        Finished failed = finish(start(project.resolve("opencmg"), Map.of("JAVA_HOME", "/nowhere")));

        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out()).contains("JAVA_HOME is /nowhere").contains("unset JAVA_HOME");
    }

    @Test
    void saysWhatToDoWithoutMaven() throws Exception {
        Files.delete(tools.resolve("mvn"));

        Finished failed = run(project.resolve("opencmg"));

        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out()).contains("no mvn found").contains("apt-get install maven");
    }

    @Test
    void saysWhatToDoWithoutACompiler() throws Exception {
        Path runtime = Files.createDirectories(temp.resolve("runtime/bin"));
        Files.writeString(temp.resolve("runtime/release"), "JAVA_VERSION=\"17.0.1\"\n");
        Files.writeString(runtime.resolve("java"), "#!/bin/sh\nexit 0\n");
        makeExecutable(runtime.resolve("java"));

        Finished failed = finish(start(
                project.resolve("opencmg"),
                Map.of("JAVA_HOME", temp.resolve("runtime").toString())));

        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out()).contains("without a compiler").contains("openjdk-17-jdk-headless");
    }

    @Test
    void refusesAnOldJava() throws Exception {
        Path runtime = Files.createDirectories(temp.resolve("runtime/bin"));
        Files.writeString(temp.resolve("runtime/release"), "JAVA_VERSION=\"11.0.2\"\n");
        Files.writeString(runtime.resolve("java"), "#!/bin/sh\nexit 0\n");
        makeExecutable(runtime.resolve("java"));

        Finished failed = finish(start(
                project.resolve("opencmg"),
                Map.of("JAVA_HOME", temp.resolve("runtime").toString())));

        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out()).contains("Java 11.0.2; OpenCMG needs 17 or newer");
    }

    // ------------------------------------------------------------------ helpers

    private record Finished(int exit, String out) {}

    private Finished run(Path launcher, String... arguments) throws Exception {
        return finish(start(launcher, Map.of(), arguments));
    }

    /** Standard output and error go into one file, so that no pipe fills up. */
    private Process start(Path launcher, Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command().add(launcher.toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("PATH", tools + ":/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", JAVA_HOME);
        builder.environment().remove("OPENCMG_JAVA_OPTS");
        builder.environment().putAll(environment);
        hideMavenOfTheMachine(builder);
        builder.directory(temp.toFile());
        Path out = Files.createTempFile(temp, "out", ".txt");
        builder.redirectErrorStream(true).redirectOutput(out.toFile());
        Process process = builder.start();
        outputs.put(process, out);
        return process;
    }

    private final Map<Process, Path> outputs = new HashMap<>();

    /** The folder of ready tools has what the launcher calls, and no mvn but ours. */
    private void hideMavenOfTheMachine(ProcessBuilder builder) throws IOException {
        Path own = Files.createDirectories(temp.resolve("usr-bin"));
        for (String tool : new String[] {
            "sh",
            "cat",
            "tail",
            "head",
            "od",
            "tr",
            "find",
            "sed",
            "grep",
            "tee",
            "touch",
            "mkdir",
            "rm",
            "cp",
            "date",
            "sleep",
            "dirname",
            "readlink",
            "echo",
            "printf",
            "kill",
            "true"
        }) {
            for (String folder : new String[] {"/usr/bin/", "/bin/"}) {
                Path real = Path.of(folder + tool);
                if (Files.exists(real) && !Files.exists(own.resolve(tool))) {
                    Files.createSymbolicLink(own.resolve(tool), real);
                }
            }
        }
        builder.environment().put("PATH", tools + ":" + own);
    }

    private Finished finish(Process process) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Finished(process.exitValue(), Files.readString(outputs.get(process)));
    }

    private void awaitText(Process process, String text) throws Exception {
        Eventually.holds(() -> Files.readString(outputs.get(process)).contains(text));
    }

    private static void awaitFile(Path file) throws Exception {
        Eventually.holds(() -> Files.exists(file));
    }

    private long builds() throws IOException {
        return Files.readAllLines(temp.resolve("builds")).size();
    }

    private void script(String name, String body) throws IOException {
        Files.writeString(tools.resolve(name), "#!/bin/sh\n" + body);
        makeExecutable(tools.resolve(name));
    }

    private static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A jar whose main class prints its arguments. */
    private Path echoJar(Path file) throws IOException {
        Path source = Files.writeString(temp.resolve("Echo.java"), """
                class Echo {
                    public static void main(String[] arguments) {
                        System.out.println("ran " + java.util.List.of(arguments));
                    }
                }
                """, StandardCharsets.UTF_8);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, OutputStream.nullOutputStream(), errors, "-d", temp.toString(), source.toString());
        assertThat(failed).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Echo");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            out.putNextEntry(new JarEntry("Echo.class"));
            out.write(Files.readAllBytes(temp.resolve("Echo.class")));
            out.closeEntry();
        }
        return file;
    }
}
