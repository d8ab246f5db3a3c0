package opencmg.cli;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import opencmg.cli.demo.Demo;
import opencmg.launch.ExitCode;
import opencmg.launch.LogSetup;
import opencmg.launch.Loops;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: a tour of everything. */
@Command(
        name = "demo",
        description =
                "Starts the whole chain in memory, installs and registers a client through it, checks refusals, and"
                        + " cleans up.",
        footer = {"%nNeeds no arguments and no fixed ports. Exit code 0 when everything was proved, else 1."})
final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Keeps the files of the run there: logs of all parts and of the client.")
    private @Nullable Path keep;

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        Path directory = keep == null
                ? Files.createTempDirectory("opencmg-demo-")
                : keep.toAbsolutePath().normalize();
        PrintWriter out = spec.commandLine().getOut();
        Vertx vertx = Loops.forServers();
        try {
            LogSetup.file(Files.createDirectories(directory.resolve("lab/logs")).resolve("lab.log"), false);
            Demo.Outcome outcome = new Demo(vertx, directory, line -> print(out, start, line)).run();
            return report(outcome, out, start);
        } finally {
            vertx.close().await();
            LogSetup.close();
            if (keep == null) {
                remove(directory);
            }
        }
    }

    private static void print(PrintWriter out, long start, String line) {
        out.printf("%5.1f s  %s%n", (System.nanoTime() - start) / 1e9, line.replace("\n", "\n         "));
        out.flush();
    }

    private int report(Demo.Outcome outcome, PrintWriter out, long start) {
        boolean good = outcome.failures().isEmpty();
        out.println();
        outcome.table().forEach(line -> out.println(coloured(line)));
        out.println();
        out.println(outcome.client().registration());
        if (keep != null) {
            out.println("Everything is in " + keep + ", the client's logs in "
                    + outcome.client().logs());
        }
        out.printf(
                "%s in %.1f s.%n",
                good ? "Everything was proved" : "Not everything was proved", (System.nanoTime() - start) / 1e9);
        out.flush();
        failuresOf(outcome.failures());
        return good ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void failuresOf(List<String> failures) {
        PrintWriter err = spec.commandLine().getErr();
        failures.forEach(failure -> err.println("opencmg: " + failure));
        err.flush();
    }

    private static String coloured(String line) {
        return Ansi.AUTO.enabled()
                ? line.replaceFirst("^  ok ", "  \u001b[32mok\u001b[0m ")
                        .replaceFirst("^  FAILED", "  \u001b[31mFAILED\u001b[0m")
                : line;
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
