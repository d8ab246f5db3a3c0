package opencmg.cli.demo;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import opencmg.client.descriptor.LabFile;
import opencmg.client.descriptor.SiteClient;
import opencmg.client.http.Web;
import opencmg.client.http.WebTrust;
import opencmg.client.setup.CcmSetup;
import opencmg.client.setup.Computer;
import opencmg.client.setup.InstalledClient;
import opencmg.client.setup.SetupArguments;
import opencmg.client.setup.SetupPlan;
import opencmg.diagnose.Analysis;
import opencmg.diagnose.AnalysisReport;
import opencmg.diagnose.AnalysisTarget;
import opencmg.diagnose.AnalysisText;
import opencmg.diagnose.CheckVerdict;
import opencmg.diagnose.SignIn;
import opencmg.lab.Lab;
import opencmg.lab.LabOptions;

/** The run from the building guide: a token, the address of the gateway, ccmsetup, and then the edge put to the test. */
public final class Demo {

    private static final String ROLES_QUERY =
            "SELECT [MutualAuthPath] FROM [dbo].[vProxy_Roles] Where [RoleTypeID] = '6'";
    private static final int THREE_DAYS = 4320;

    private final Vertx vertx;
    private final Path directory;
    private final Consumer<String> progress;

    /** @param directory for everything that the run writes; the caller removes it */
    public Demo(Vertx vertx, Path directory, Consumer<String> progress) {
        this.vertx = vertx;
        this.directory = directory;
        this.progress = progress;
    }

    /**
     * What the run came to.
     *
     * @param client that was installed
     * @param table one line for each thing that was tried
     * @param failures the lines that did not come out as they should, with the hop
     */
    public record Outcome(InstalledClient client, List<String> table, List<String> failures) {}

    /** Runs it. A step that fails throws, with the hop in its message. */
    public Outcome run() throws IOException {
        Lab lab = Lab.start(vertx, LabOptions.small(directory.resolve("lab")), progress);
        try {
            InstalledClient client = install(lab.file());
            progress.accept("the edge put to the test");
            List<Proof> proofs = new Proofs(vertx, lab.file()).all();
            progress.accept("the connection analyzer");
            AnalysisReport report = analyze(lab.file());
            List<String> table = new ArrayList<>(ProofTable.of(client, proofs));
            table.addAll(ProofTable.of(report));
            return new Outcome(client, table, failures(proofs, report));
        } finally {
            lab.close();
        }
    }

    private AnalysisReport analyze(LabFile lab) {
        AnalysisText text = new AnalysisText(false);
        return new Analysis(vertx, AnalysisTarget.of(lab), SignIn.of(lab), Clock.systemUTC())
                .run(finding -> text.lines(finding).forEach(progress));
    }

    private static List<String> failures(List<Proof> proofs, AnalysisReport report) {
        List<String> failures = new ArrayList<>();
        proofs.stream()
                .filter(proof -> !proof.holds())
                .forEach(proof -> failures.add(proof.what() + ": expected " + proof.expected() + ", got " + proof.got()
                        + " from hop " + (proof.hop().isEmpty() ? "unknown" : proof.hop())));
        report.findings().stream()
                .filter(finding -> finding.verdict() != CheckVerdict.GREEN)
                .forEach(finding -> failures.add("check " + finding.check().number() + ", "
                        + finding.check().title() + ": " + finding.text()));
        return failures;
    }

    private InstalledClient install(LabFile lab) throws IOException {
        Web web = new Web(vertx, WebTrust.of(null));
        SiteClient site = new SiteClient(web, lab.siteServer(), lab.siteSecret());
        String token = site.newToken(THREE_DAYS).getString("token");
        progress.accept("BulkRegistrationTokenTool.exe /new gave a token of " + token.length() + " characters");
        String address =
                site.query(ROLES_QUERY).getJsonArray("rows").getJsonArray(0).getString(0);
        progress.accept(ROLES_QUERY + " gave " + address);
        web.close().await();
        SetupArguments arguments = SetupArguments.parse(List.of(
                "ccmsetup.exe",
                "/mp:https://" + address,
                "/NoCRLCheck",
                "/source:" + directory.resolve("source"),
                "SMSSITECODE=" + lab.siteCode(),
                "CCMHOSTNAME=" + address,
                "SMSMP=" + lab.mpFqdn(),
                "/regtoken:" + token,
                "CCMALWAYSINF=1"));
        SetupPlan plan = SetupPlan.of(
                arguments,
                SetupPlan.Credentials.NONE,
                lab.caFile(),
                directory.resolve("client"),
                Computer.parse("PC01"));
        progress.accept(arguments.toString());
        NotificationSender pushes = new NotificationSender(vertx, lab);
        try {
            return new CcmSetup(
                            vertx,
                            plan,
                            Clock.system(ZoneId.systemDefault()),
                            line -> progress.accept("  " + line.text()))
                    .run();
        } finally {
            pushes.close();
        }
    }
}
