package opencmg.cli;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import opencmg.certs.CaEnvironment;
import opencmg.cli.options.LabOption;
import opencmg.cli.options.OptionValues;
import opencmg.client.descriptor.LabFile;
import opencmg.client.fleet.Fleet;
import opencmg.client.fleet.FleetPlan;
import opencmg.client.fleet.FleetSummary;
import opencmg.launch.Loops;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code client}: simulated installed clients, one or many thousands. */
@Command(
        name = "client",
        description = "Runs simulated clients that poll policy, send messages, download and wait for notifications.",
        footer = {
            "%nEach device has its own certificate, made once and kept in --dir; devices share a pool of 64 RSA keys,",
            "because making a key for each of thousands would take minutes. They enrol with the lab's registration token.",
            "Exit code 0 when nothing failed, 1 when something did, 2 for bad usage.",
            "%nExamples:",
            "  opencmg client --devices 1 --rate 2",
            "  opencmg client --devices 2000 --duration 60s",
            "  opencmg client --devices 500 --rate 200 --duration 5m --json"
        })
public final class ClientCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LabOption lab = new LabOption();

    @Option(
            names = "--devices",
            paramLabel = "N",
            description = "How many (default: ${DEFAULT-VALUE}).",
            defaultValue = "10")
    private int devices = 10;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "Of the steady phase, for example 90s, 5m or 1h (default: ${DEFAULT-VALUE}).",
            defaultValue = "60s")
    private String duration = "60s";

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Requests a second of all together, long polls aside (default: a twentieth of the devices, at least 1).")
    private double rate;

    @Option(
            names = "--download",
            paramLabel = "BYTES",
            description = "Size of one download (default: ${DEFAULT-VALUE}).",
            defaultValue = "65536")
    private int download = 65536;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where certificates are kept (default: ${DEFAULT-VALUE}).",
            defaultValue = ".fleet")
    private Path dir = Path.of(".fleet");

    @Option(names = "--edge", paramLabel = "URL", description = "Gateway in place of the lab's own address.")
    private @Nullable String edge;

    @Option(names = "--remote", description = "Allows a gateway on another machine.")
    private boolean remote;

    @Option(names = "--json", description = "The summary as one JSON document on standard output.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        FleetPlan plan = plan(lab.read());
        if (!remote) {
            plan.requireLoopback();
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Vertx vertx = Loops.few();
        try {
            FleetSummary summary = new Fleet(vertx, plan, CaEnvironment.real(), line -> {
                        err.println("client: " + line);
                        err.flush();
                    })
                    .run();
            if (json) {
                out.println(summary.toJson().encodePrettily());
            } else {
                summary.lines().forEach(out::println);
            }
            out.flush();
            return summary.isSuccessful() ? 0 : 1;
        } finally {
            vertx.close().await();
        }
    }

    private FleetPlan plan(LabFile running) {
        return new FleetPlan(
                edge(running),
                running.caFile(),
                running.mpRoleId(),
                running.content().getString("supRoleId", ""),
                running.siteCode(),
                Secret.of(running.token("bulk")),
                devices,
                rate == 0 ? Math.max(1, devices / 20.0) : rate,
                OptionValues.time("--duration", duration),
                download,
                dir.toAbsolutePath().normalize());
    }

    private URI edge(LabFile running) {
        String text = edge == null ? running.edge() : edge;
        try {
            URI url = URI.create(text);
            if ("https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawPath().isEmpty()) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        throw new InvalidSettingsException(
                "--edge",
                "",
                "'" + text + "' is no https URL without a path, for example --edge https://127.0.0.1:8443");
    }
}
