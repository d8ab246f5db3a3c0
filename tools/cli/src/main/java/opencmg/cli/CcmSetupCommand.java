package opencmg.cli;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import opencmg.cli.options.CertificateOptions;
import opencmg.cli.options.LabOption;
import opencmg.cli.options.OptionValues;
import opencmg.cli.options.RootsOption;
import opencmg.client.setup.CcmSetup;
import opencmg.client.setup.Computer;
import opencmg.client.setup.InstalledClient;
import opencmg.client.setup.RetryPolicy;
import opencmg.client.setup.SetupArguments;
import opencmg.client.setup.SetupPlan;
import opencmg.launch.ExitCode;
import opencmg.launch.Loops;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ccmsetup}: the command line of {@code ccmsetup.exe}. */
@Command(
        name = "ccmsetup",
        description =
                "Installs and registers a simulated client through a gateway, with the command line of ccmsetup.exe.",
        footer = {
            "%nIf the directory has an installed client, that client is started again and needs no credential.",
            "%nExamples, with a lab running in the same directory:",
            "  opencmg ccmsetup /NoCRLCheck /source:client SMSSITECODE=LAB \\",
            "    CCMHOSTNAME=127.0.0.1:8443/CCM_Proxy_MutualAuth/72057594037927939 \\",
            "    SMSMP=mp.corp.example /regtoken:eyJ0... CCMALWAYSINF=1",
            "  opencmg ccmsetup SMSSITECODE=LAB SMSMP=http://127.0.0.1:8080     a client of the intranet"
        })
final class CcmSetupCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "ARGUMENT",
            description = "Switches (/mp: /regtoken: /source: /NoCRLCheck) and properties (CCMHOSTNAME= SMSSITECODE=).")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the client is installed (default: ${DEFAULT-VALUE}).",
            defaultValue = ".ccm")
    private Path dir = Path.of(".ccm");

    @Mixin
    private RootsOption roots = new RootsOption();

    @Mixin
    private LabOption lab = new LabOption();

    @Mixin
    private CertificateOptions certificate = new CertificateOptions();

    @Option(
            names = "--entra-token",
            paramLabel = "FILE",
            description = "File with an Entra token to use before any other credential.")
    private @Nullable Path entraToken;

    @Option(
            names = "--computer",
            paramLabel = "NAME",
            description =
                    "Name of the simulated computer; with a domain suffix it is a domain member (default: ${DEFAULT-VALUE}).",
            defaultValue = "PC01")
    private String computer = "PC01";

    @Option(
            names = "--registry",
            paramLabel = "FILE",
            description =
                    "Registry export, for ClientAlwaysOnInternet (default: registry.reg in the client's directory).")
    private @Nullable Path registry;

    @Option(
            names = "--downloads",
            paramLabel = "N",
            description =
                    "Attempts for each client file; each resumes where the last one failed (default: ${DEFAULT-VALUE}).",
            defaultValue = "5")
    private int downloads = RetryPolicy.DEFAULT.downloads();

    @Option(
            names = "--approval",
            paramLabel = "TIME",
            description = "How long to wait for approval of the client (default: ${DEFAULT-VALUE}).",
            defaultValue = "5m")
    private String approval = "5m";

    @Option(
            names = "--listen",
            paramLabel = "TIME",
            description = "How long to wait for a notification at the end (default: ${DEFAULT-VALUE}).",
            defaultValue = "5s")
    private String listen = "5s";

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        SetupPlan plan = plan();
        Vertx vertx = Loops.few();
        try {
            InstalledClient client = new CcmSetup(vertx, plan, Clock.system(ZoneId.systemDefault()), line -> {
                        out.println(line.component() + ": " + line.text());
                        out.flush();
                    })
                    .run();
            out.println();
            out.println("Installed in " + plan.directory() + ", logs in " + client.logs());
            return ExitCode.DONE;
        } finally {
            vertx.close().await();
        }
    }

    private SetupPlan plan() {
        Path directory = dir.toAbsolutePath().normalize();
        return new SetupPlan(
                SetupArguments.parse(words),
                new SetupPlan.Credentials(
                        certificate.credential(), entraToken == null ? null : Secret.fromFile(entraToken)),
                roots.or(lab.readIfThere()),
                directory,
                registry == null ? directory.resolve("registry.reg") : OptionValues.readable("--registry", registry),
                Computer.parse(computer),
                new RetryPolicy(
                        downloads,
                        RetryPolicy.DEFAULT.retry(),
                        OptionValues.time("--approval", approval),
                        RetryPolicy.DEFAULT.confirmation(),
                        OptionValues.time("--listen", listen)));
    }
}
