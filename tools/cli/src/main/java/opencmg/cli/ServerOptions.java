package opencmg.cli;

import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import opencmg.lab.Part;
import opencmg.lab.PartKind;
import opencmg.launch.ExitCode;
import opencmg.launch.LogSetup;
import opencmg.launch.Loops;
import opencmg.launch.StopSignal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What the three server commands share: options, and running from start to SIGTERM. */
final class ServerOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "Settings, YAML; examples/ has one with every key.")
    private Path config = Path.of("");

    @Option(names = "--check", description = "Only validates the file.")
    private boolean check;

    @Option(
            names = {"-v", "--verbose"},
            description = "More detailed logs, for troubleshooting.")
    private boolean verbose;

    @Option(
            names = "--child",
            hidden = true,
            description = "Prints the ports to standard output and exits when standard input ends.")
    private boolean child;

    @Option(names = "--log-file", hidden = true, description = "Writes the log to this file instead of standard error.")
    private @Nullable Path logFile;

    int serve(PartKind kind, CommandSpec spec) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (check) {
            out.println(config + " is valid: " + kind.check(config));
            return ExitCode.DONE;
        }
        openLog();
        skipKeyDerivation();
        StopSignal stop = child ? StopSignal.forChild() : StopSignal.install();
        Vertx vertx = Loops.forServers();
        try {
            Part part =
                    kind.start(vertx, kind.command(), config.toAbsolutePath()).await();
            out.println(
                    child
                            ? part.ports().encode()
                            : kind.command() + " is up: " + part.ports().encode());
            out.flush();
            if (child) {
                stop.whenInputEnds(System.in);
            }
            stop.await();
            part.close().get().await();
            return ExitCode.DONE;
        } finally {
            vertx.close().await();
        }
    }

    /**
     * Vert.x passes a PEM key to TLS through a PKCS#12 store in memory and derives keys for it with 10,000 rounds, several times for each listener.
     * That is an eighth of a server's start and protects nothing, because no server writes such a store to a file.
     */
    private static void skipKeyDerivation() {
        for (String rounds : List.of("keyPbe", "certPbe", "mac")) {
            System.setProperty("keystore.pkcs12." + rounds + "IterationCount", "1");
        }
    }

    private void openLog() {
        if (logFile == null) {
            LogSetup.console(verbose);
        } else {
            LogSetup.file(logFile, verbose);
        }
    }
}
