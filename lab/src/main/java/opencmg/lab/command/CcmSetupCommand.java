package opencmg.lab.command;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import opencmg.certs.Credential;
import opencmg.lab.ccmsetup.CcmSetup;
import opencmg.lab.ccmsetup.Computer;
import opencmg.lab.ccmsetup.Installed;
import opencmg.lab.ccmsetup.SetupArguments;
import opencmg.lab.ccmsetup.SetupPlan;
import opencmg.lab.chain.LabFile;
import opencmg.lab.chain.Loops;
import opencmg.settings.InvalidSettings;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ccmsetup}: the command line of {@code ccmsetup.exe}. */
@Command(
        name = "ccmsetup",
        description =
                "Installs and registers a simulated client through a gateway, with the command line of ccmsetup.exe.",
        footer = {
            "%nExample, with a lab running in the same directory:",
            "  opencmg ccmsetup /NoCRLCheck /source:client SMSSITECODE=LAB \\",
            "    CCMHOSTNAME=127.0.0.1:8443/CCM_Proxy_MutualAuth/72057594037927939 \\",
            "    SMSMP=mp.corp.example /regtoken:eyJ0... CCMALWAYSINF=1"
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

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "Roots of the gateway's certificate, PEM; without it those of the running lab, or else of Java.")
    private @Nullable Path ca;

    @Option(
            names = "--lab",
            paramLabel = "DIR",
            description = "Directory of the running lab (default: ${DEFAULT-VALUE}).",
            defaultValue = ".lab")
    private Path lab = Path.of(".lab");

    @Option(
            names = "--client-cert",
            paramLabel = "FILE",
            description = "PKI client certificate with its chain, PEM; needs --client-key.")
    private @Nullable Path certificate;

    @Option(names = "--client-key", paramLabel = "FILE", description = "Key of that certificate, PEM.")
    private @Nullable Path key;

    @Option(
            names = "--entra-token",
            paramLabel = "FILE",
            description = "File with an Entra token to use before any other credential.")
    private @Nullable Path entraToken;

    @Option(
            names = "--computer",
            paramLabel = "NAME",
            description = "Name of the simulated computer (default: ${DEFAULT-VALUE}).",
            defaultValue = "PC01")
    private String computer = "PC01";

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        SetupPlan plan = new SetupPlan(
                SetupArguments.parse(words),
                roots(),
                credential(),
                entraToken == null ? null : Secret.fromFile(entraToken),
                dir.toAbsolutePath().normalize(),
                new Computer(computer, computer.toLowerCase(Locale.ROOT) + ".workgroup.example"));
        Vertx vertx = Loops.few();
        try {
            Installed client = new CcmSetup(vertx, plan, Clock.system(ZoneId.systemDefault()), line -> {
                        out.println(line.component() + ": " + line.text());
                        out.flush();
                    })
                    .run();
            out.println();
            out.println("Installed in " + plan.directory() + ", logs in " + client.logs());
            return Exit.DONE;
        } finally {
            vertx.close().await();
        }
    }

    private @Nullable Path roots() {
        if (ca != null) {
            if (!Files.isReadable(ca)) {
                throw new InvalidSettings("--ca", "", ca + " cannot be read, for example --ca .lab/pki/root.pem");
            }
            return ca;
        }
        return Files.exists(lab.resolve("lab.json")) ? LabFile.read(lab).caFile() : null;
    }

    private @Nullable Credential credential() {
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--client-cert and --client-key go together, for example --client-cert pc01.pem --client-key pc01.key");
        }
        return new Credential(certificate, key);
    }
}
