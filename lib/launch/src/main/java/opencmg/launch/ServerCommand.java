package opencmg.launch;

import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that runs one server from its start until SIGTERM. Subclasses add name, description and type of the server. */
@Command(
        footer = {
            "%nRuns until SIGTERM or Ctrl-C and finishes requests in flight; a second signal ends it at once.",
            "%nExamples:",
            "  ${COMMAND-FULL-NAME} --config settings.yaml --check",
            "  ${COMMAND-FULL-NAME} --config settings.yaml"
        })
public abstract class ServerCommand implements Callable<Integer> {

    private final ServerType<?> type;

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

    @Spec
    private CommandSpec spec = CommandSpec.create();

    protected ServerCommand(ServerType<?> type) {
        this.type = type;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (check) {
            out.println(config + " is valid: " + type.check(config));
            return ExitCode.DONE;
        }
        openLog();
        skipKeyDerivation();
        StopSignal stop = child ? StopSignal.forChild() : StopSignal.install();
        Vertx vertx = Loops.forServers();
        try {
            RunningServer server = type.start(vertx, config.toAbsolutePath()).await();
            String ports = server.ports().encode();
            out.println(child ? ports : type.name() + " is up: " + ports);
            out.flush();
            if (child) {
                stop.whenInputEnds(System.in);
            }
            stop.await();
            server.close().get().await();
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
