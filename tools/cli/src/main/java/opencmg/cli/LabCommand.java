package opencmg.cli;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import opencmg.certs.CaEnvironment;
import opencmg.lab.Lab;
import opencmg.lab.LabOptions;
import opencmg.lab.LabPorts;
import opencmg.launch.ExitCode;
import opencmg.launch.LogSetup;
import opencmg.launch.Loops;
import opencmg.launch.StopSignal;
import opencmg.settings.Address;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.site.MpMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab}: the whole chain on this machine until it is stopped. */
@Command(
        name = "lab",
        description = "Runs PKI, mock site, connection points and gateways on this machine until Ctrl-C or SIGTERM.",
        footer = {
            "%nWrites lab.json (for scripts) and lab.env (for a shell) into its directory when everything is ready.",
            "%nExamples:",
            "  opencmg lab",
            "  opencmg lab --edge 127.0.0.1:0 --tunnel 127.0.0.1:0",
            "  opencmg lab --dir fleet --gateways 2 --connection-points 2"
        })
final class LabCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where everything goes (default: ${DEFAULT-VALUE}).",
            defaultValue = ".lab")
    private Path dir = Path.of(".lab");

    @Option(
            names = "--edge",
            paramLabel = "HOST:PORT",
            description = "Where clients connect (default: ${DEFAULT-VALUE}); port 0 is any free one.",
            defaultValue = "127.0.0.1:8443")
    private String edge = "127.0.0.1:8443";

    @Option(
            names = "--tunnel",
            paramLabel = "HOST:PORT",
            description = "Where connection points connect (default: ${DEFAULT-VALUE}).",
            defaultValue = "127.0.0.1:10140")
    private String tunnel = "127.0.0.1:10140";

    @Option(
            names = "--mp-mode",
            paramLabel = "MODE",
            description = "http, ehttp or https (default: ${DEFAULT-VALUE}).",
            defaultValue = "ehttp")
    private String mpMode = "ehttp";

    @Option(
            names = "--crl",
            paramLabel = "on|off",
            description = "Verify client certificate revocation (default: ${DEFAULT-VALUE}).",
            defaultValue = "on")
    private String crl = "on";

    @Option(
            names = "--gateways",
            paramLabel = "N",
            description = "Gateways, behind a TCP balancer when more than one (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private int gateways = 1;

    @Option(
            names = "--connection-points",
            paramLabel = "N",
            description = "Connection points (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private int connectionPoints = 1;

    @Option(
            names = "--processes",
            description = "Each part in a process of its own; so it is with more than one of a kind.")
    private boolean processes;

    @Option(
            names = "--wire",
            description =
                    "Puts a wire that breaks by command before each gateway's tunnel port (see: opencmg wire --help).")
    private boolean wire;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "Heap of each such process (default: ${DEFAULT-VALUE}).",
            defaultValue = "128m")
    private String heap = "128m";

    @Option(
            names = "--service-name",
            paramLabel = "NAME",
            description = "Name of the gateway in its certificate (default: ${DEFAULT-VALUE}).",
            defaultValue = LabOptions.SERVICE_NAME)
    private String serviceName = LabOptions.SERVICE_NAME;

    @Option(
            names = {"-v", "--verbose"},
            description = "More in the logs.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        LabOptions options = options();
        LabPorts.check(options);
        PrintWriter err = spec.commandLine().getErr();
        StopSignal stop = StopSignal.install();
        Vertx vertx = Loops.forServers();
        try {
            LabLogs.into(options);
            Lab lab = Lab.start(vertx, options, line -> {
                err.println("lab: " + line);
                err.flush();
            });
            NextCommands.print(
                    lab.file(), options.directory(), spec.commandLine().getOut());
            stop.await();
            err.println("lab: ending");
            err.flush();
            lab.close();
            return ExitCode.DONE;
        } finally {
            vertx.close().await();
            LogSetup.close();
        }
    }

    private LabOptions options() {
        return new LabOptions(
                dir,
                new LabOptions.Listeners(address("--edge", edge), address("--tunnel", tunnel), wire),
                new LabOptions.Site(mode(), choice("--crl", crl, Map.of("on", true, "off", false)), true),
                new LabOptions.Fleet(gateways, connectionPoints, processes, heap),
                serviceName,
                CaEnvironment.real(),
                verbose);
    }

    private MpMode mode() {
        return choice("--mp-mode", mpMode, Map.of("http", MpMode.HTTP, "ehttp", MpMode.EHTTP, "https", MpMode.HTTPS));
    }

    private static Address address(String option, String text) {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException(option, "", String.valueOf(e.getMessage()));
        }
    }

    private static <T> T choice(String option, String text, Map<String, T> choices) {
        T chosen = choices.get(text.toLowerCase(Locale.ROOT));
        if (chosen == null) {
            throw new InvalidSettingsException(
                    option,
                    "",
                    "'" + text + "' is none of "
                            + String.join(
                                    ", ", choices.keySet().stream().sorted().toList()));
        }
        return chosen;
    }
}
