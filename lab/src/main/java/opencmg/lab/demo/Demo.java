package opencmg.lab.demo;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import opencmg.lab.analyze.Analysis;
import opencmg.lab.analyze.Report;
import opencmg.lab.analyze.ReportText;
import opencmg.lab.analyze.SignIn;
import opencmg.lab.analyze.Target;
import opencmg.lab.analyze.Verdict;
import opencmg.lab.ccmsetup.CcmSetup;
import opencmg.lab.ccmsetup.Computer;
import opencmg.lab.ccmsetup.Installed;
import opencmg.lab.ccmsetup.SetupArguments;
import opencmg.lab.ccmsetup.SetupPlan;
import opencmg.lab.chain.Lab;
import opencmg.lab.chain.LabFile;
import opencmg.lab.chain.LabOrder;
import opencmg.lab.chain.SiteFace;
import opencmg.lab.http.Web;
import opencmg.lab.http.WebTrust;

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
    public record Outcome(Installed client, List<String> table, List<String> failures) {}

    /** Runs it. A step that fails throws, with the hop in its message. */
    public Outcome run() throws IOException {
        Lab lab = Lab.start(vertx, LabOrder.small(directory.resolve("lab")), progress);
        try {
            Installed client = install(lab.file());
            progress.accept("the edge put to the test");
            List<Proof> proofs = new Proofs(vertx, lab.file()).all();
            progress.accept("the connection analyzer");
            Report report = analyze(lab.file());
            List<String> table = new ArrayList<>(ProofTable.of(client, proofs));
            table.addAll(ProofTable.of(report));
            return new Outcome(client, table, failures(proofs, report));
        } finally {
            lab.close();
        }
    }

    private Report analyze(LabFile lab) {
        ReportText text = new ReportText(false);
        return new Analysis(vertx, Target.of(lab), SignIn.of(lab), Clock.systemUTC())
                .run(finding -> text.lines(finding).forEach(progress));
    }

    private static List<String> failures(List<Proof> proofs, Report report) {
        List<String> failures = new ArrayList<>();
        proofs.stream()
                .filter(proof -> !proof.holds())
                .forEach(proof -> failures.add(proof.what() + ": expected " + proof.expected() + ", got " + proof.got()
                        + " from hop " + (proof.hop().isEmpty() ? "unknown" : proof.hop())));
        report.findings().stream()
                .filter(finding -> finding.verdict() != Verdict.GREEN)
                .forEach(finding -> failures.add("check " + finding.check().number() + ", "
                        + finding.check().title() + ": " + finding.text()));
        return failures;
    }

    private Installed install(LabFile lab) throws IOException {
        Web web = new Web(vertx, WebTrust.in(null));
        SiteFace site = new SiteFace(web, lab.siteServer(), lab.siteSecret());
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
                arguments, SetupPlan.Shown.NOTHING, lab.caFile(), directory.resolve("client"), Computer.named("PC01"));
        progress.accept(arguments.toString());
        Pushes pushes = new Pushes(vertx, lab);
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
