package opencmg.bench.side;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lives in the heap of another JVM after a full collection. The JDK's own jcmd is asked for the table of classes, which collects first and counts only
 * what is reachable; its last line has been the same for all collectors and versions.
 */
public final class LiveHeap {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern MOST = Pattern.compile("-XX:MaxHeapSize=(\\d+)");
    private static final int SECONDS_TO_ANSWER = 30;

    private final Path jcmd;

    private LiveHeap(Path jcmd) {
        this.jcmd = jcmd;
    }

    /** @throws IllegalStateException when this runtime comes without jcmd */
    public static LiveHeap ofThisRuntime() {
        return beside(Path.of(System.getProperty("java.home")));
    }

    static LiveHeap beside(Path javaHome) {
        Path jcmd = javaHome.resolve("bin").resolve(File.separatorChar == '/' ? "jcmd" : "jcmd.exe");
        if (!Files.isExecutable(jcmd)) {
            throw new IllegalStateException("the soak asks for live memory with jcmd, and the Java runtime in "
                    + javaHome + " has none; run it with a JDK, for example apt-get install openjdk-17-jdk-headless");
        }
        return new LiveHeap(jcmd);
    }

    /** Bytes that are live; that JVM stands still meanwhile. Blocks. */
    public long bytes(long pid) throws IOException, InterruptedException {
        return total(ask(pid, "GC.class_histogram"));
    }

    /** Bytes that its heap may have. Blocks. */
    public long most(long pid) throws IOException, InterruptedException {
        return most(ask(pid, "VM.flags"));
    }

    private String ask(long pid, String what) throws IOException, InterruptedException {
        Process asked = new ProcessBuilder(jcmd.toString(), Long.toString(pid), what)
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!asked.waitFor(SECONDS_TO_ANSWER, TimeUnit.SECONDS)) {
                throw new IOException("jcmd did not end");
            }
            return said;
        } finally {
            asked.destroyForcibly();
        }
    }

    static long total(String histogram) {
        return number(TOTAL, histogram);
    }

    static long most(String flags) {
        return number(MOST, flags);
    }

    private static long number(Pattern pattern, String said) {
        Matcher found = pattern.matcher(said);
        if (!found.find()) {
            throw new IllegalStateException(
                    "jcmd told something else: " + said.lines().limit(5).toList());
        }
        return Long.parseLong(found.group(1));
    }
}
