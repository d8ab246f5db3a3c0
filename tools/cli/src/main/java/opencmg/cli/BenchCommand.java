package opencmg.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import opencmg.bench.Bench;
import opencmg.bench.BenchPlan;
import opencmg.bench.BenchProfile;
import opencmg.bench.BenchProgress;
import opencmg.bench.Soak;
import opencmg.bench.TimePlan;
import opencmg.bench.report.BenchReport;
import opencmg.bench.report.Figure;
import opencmg.bench.report.JsonReport;
import opencmg.bench.report.Machine;
import opencmg.bench.report.MarkdownReport;
import opencmg.bench.report.Results;
import opencmg.bench.report.TerminalTable;
import opencmg.bench.side.Peer;
import opencmg.bench.side.Tool;
import opencmg.launch.ClassArchive;
import opencmg.launch.JavaProgram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: the benchmarks. */
@Command(
        name = "bench",
        description = "Measures the gateway and, for comparison, common proxies.",
        footer = {
            "%nFigures: requests, certificate, download-64k, download-1m, upload-1m, latency, handshakes,",
            "handshakes-certificate, authentication, refusals, registrations, memory, start.",
            "%nExamples:",
            "  opencmg bench --quick",
            "  opencmg bench --out bench                    all figures in about 17 minutes, with JSON and Markdown",
            "  opencmg bench --only requests --against haproxy --rounds 7",
            "  opencmg bench --only requests,latency --against none --other ../before/opencmg.jar",
            "  opencmg bench --only requests --profile --out bench",
            "  opencmg bench --soak 10"
        })
public final class BenchCommand implements Callable<Integer> {

    private static final int DONE = 0;
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--quick", description = "One short round: all figures in 2 minutes, rough.")
    private boolean quick;

    @Option(names = "--only", split = ",", paramLabel = "FIGURE", description = "Only these figures.")
    private List<String> only = List.of();

    @Option(
            names = "--against",
            split = ",",
            paramLabel = "PEER",
            description = "Only these peers: haproxy, nginx, nginx+ssh, or none.")
    private List<String> against = List.of();

    @Option(
            names = "--other",
            paramLabel = "FILE.jar",
            description =
                    "Another build of this project as one more side, with the same flags, token and configuration.")
    private @Nullable Path other;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each figure; 5, or 1 with --quick.")
    private @Nullable Integer rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Seconds for each side in each round; 3, or 1 with --quick.")
    private @Nullable Integer seconds;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "Heap of gateway and connection point; ${DEFAULT-VALUE}.")
    private String heap = "256m";

    @Option(names = "--out", paramLabel = "DIR", description = "Writes bench.json and bench.md there.")
    private @Nullable Path out;

    @Option(
            names = "--profile",
            description = "Flame graphs of gateway and connection point into --out; without peers.")
    private boolean profile;

    @Option(
            names = "--soak",
            paramLabel = "MINUTES",
            description =
                    "Instead of figures: load for that long, then whether live memory stays flat; needs a JDK's jcmd.")
    private int soakMinutes;

    @Override
    public Integer call() {
        try {
            return run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } catch (IOException | IllegalStateException e) {
            spec.commandLine().getErr().println("opencmg: " + e.getMessage());
            return FAILED;
        }
    }

    private int run() throws IOException, InterruptedException {
        PrintWriter console = spec.commandLine().getOut();
        BenchProgress progress = new BenchProgress(console, CommandLine.Help.Ansi.AUTO.enabled());
        if (soakMinutes < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--soak is " + soakMinutes + " and must not be negative, for example --soak 10");
        }
        BenchPlan plan = plan(progress);
        List<Tool> missing =
                needed(plan).stream().filter(tool -> !tool.isHere()).toList();
        if (!missing.isEmpty()) {
            spec.commandLine().getErr().println("opencmg: the benchmark needs " + aptLine(missing));
            return FAILED;
        }
        if (soakMinutes > 0) {
            return Soak.run(Duration.ofMinutes(soakMinutes), heap, console, progress) ? DONE : FAILED;
        }
        progress.line(announcement(plan));
        Results results = Bench.run(plan, progress);
        BenchReport report = new BenchReport(Machine.here(), plan.text(), results);
        console.print(TerminalTable.of(report));
        if (out != null) {
            write(report, out);
        }
        console.flush();
        return results.problems().isEmpty() ? DONE : FAILED;
    }

    private String announcement(BenchPlan plan) {
        long archives = plan.profile().archive()
                ? plan.builds().stream().filter(ClassArchive::isMissing).count()
                : 0;
        Duration time = TimePlan.of(plan, archives);
        return plan.text() + ": about " + Math.max(1, Math.round(time.toSeconds() / 60.0)) + " min"
                + (quick ? "; these numbers are rough" : "");
    }

    private List<Tool> needed(BenchPlan plan) {
        return soakMinutes > 0 || plan.figures().stream().anyMatch(Figure::needsChain)
                ? List.of(Tool.WRK, Tool.NGINX)
                : List.of();
    }

    private BenchPlan plan(BenchProgress progress) throws IOException {
        Path profiles = profile ? folder(out == null ? Path.of("bench") : out) : null;
        return new BenchPlan(figures(), peers(progress), otherBuild(), benchProfile(), heap, profiles);
    }

    private @Nullable JavaProgram otherBuild() {
        if (other == null) {
            return null;
        }
        try {
            return JavaProgram.of(other);
        } catch (IOException e) {
            String reason =
                    Files.isRegularFile(other) ? "is no program's jar (" + e.getMessage() + ")" : "is not a file";
            throw new ParameterException(
                    spec.commandLine(),
                    "--other " + other + " " + reason + ", for example --other ../before/opencmg.jar");
        }
    }

    private BenchProfile benchProfile() {
        BenchProfile defaults = quick ? BenchProfile.QUICK : BenchProfile.FULL;
        int chosenSeconds =
                atLeastOne("--seconds", seconds, (int) defaults.slice().toSeconds());
        BenchProfile chosen = defaults.withSlice(Duration.ofSeconds(chosenSeconds));
        return rounds == null ? chosen : chosen.withRounds(atLeastOne("--rounds", rounds, defaults.rounds()));
    }

    private int atLeastOne(String option, @Nullable Integer given, int defaults) {
        if (given == null) {
            return defaults;
        }
        if (given < 1 || given > 1_000) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " is " + given + " and must be 1 to 1000, for example " + option + " 5");
        }
        return given;
    }

    private Set<Figure> figures() {
        EnumSet<Figure> chosen = EnumSet.noneOf(Figure.class);
        for (String name : only) {
            chosen.add(Arrays.stream(Figure.values())
                    .filter(figure -> figure.option().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "--only " + name + ": there is no such figure, for example --only requests; there are "
                                    + Arrays.stream(Figure.values())
                                            .map(Figure::option)
                                            .toList())));
        }
        return chosen.isEmpty() ? EnumSet.allOf(Figure.class) : chosen;
    }

    private Set<Peer> peers(BenchProgress progress) {
        EnumSet<Peer> chosen = other == null ? EnumSet.of(Peer.OPENCMG) : EnumSet.of(Peer.OPENCMG, Peer.OTHER);
        if (profile) {
            return chosen;
        }
        checkAgainst();
        for (Peer peer : Peer.values()) {
            if (peer.isOurs() || (!against.isEmpty() && !against.contains(peer.text()))) {
                continue;
            }
            List<Tool> missing =
                    peer.needs().stream().filter(tool -> !tool.isHere()).toList();
            if (missing.isEmpty()) {
                chosen.add(peer);
            } else {
                progress.line(peer.text() + " is left out; it needs " + aptLine(missing));
            }
        }
        return chosen;
    }

    private void checkAgainst() {
        List<String> known = Arrays.stream(Peer.values())
                .filter(peer -> !peer.isOurs())
                .map(Peer::text)
                .toList();
        for (String name : against) {
            if (!known.contains(name) && !name.equals("none")) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--against " + name + ": there is no such peer, for example --against haproxy; there are "
                                + known + " and none");
            }
        }
    }

    private static String aptLine(List<Tool> missing) {
        return String.join(", ", missing.stream().map(Tool::command).toList()) + ": apt-get install "
                + String.join(
                        " ",
                        missing.stream().map(Tool::debianPackage).distinct().toList());
    }

    private static void write(BenchReport report, Path folder) throws IOException {
        Path made = folder(folder);
        Files.writeString(made.resolve("bench.json"), JsonReport.of(report).encodePrettily() + "\n");
        Files.writeString(made.resolve("bench.md"), MarkdownReport.of(report));
    }

    private static Path folder(Path folder) throws IOException {
        return Files.createDirectories(folder.toAbsolutePath());
    }
}
