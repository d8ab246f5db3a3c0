package opencmg.cli;

import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import opencmg.certs.Credential;
import opencmg.cli.options.CertificateOptions;
import opencmg.cli.options.LabOption;
import opencmg.cli.options.RootsOption;
import opencmg.client.descriptor.LabFile;
import opencmg.diagnose.Analysis;
import opencmg.diagnose.AnalysisReport;
import opencmg.diagnose.AnalysisTarget;
import opencmg.diagnose.AnalysisText;
import opencmg.diagnose.SignIn;
import opencmg.diagnose.SiteRole;
import opencmg.launch.Loops;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code analyze}: the connection analyzer. */
@Command(
        name = "analyze",
        description = "Checks the path from a client to the site systems in six steps and names the hop that fails.",
        footer = {
            "%nExit code 0 when nothing is red, 1 when something is, 2 for bad usage.",
            "%nExamples:",
            "  opencmg analyze                                     the lab that runs in .lab, with its own token",
            "  opencmg analyze --client-cert pc01.pem --client-key pc01.key",
            "  opencmg analyze --edge https://gw.corp.example --ca root.pem --mp-role 72057594037927939 \\",
            "      --entra-token token.txt",
            "  opencmg analyze --edge https://gw.corp.example --ca root.pem --admin http://127.0.0.1:8081 \\",
            "      --site http://127.0.0.1:8090 --site-secret site.secret --token bulk.txt"
        })
public final class AnalyzeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LabOption lab = new LabOption();

    @Option(
            names = "--edge",
            paramLabel = "URL",
            description = "A gateway in place of the lab's, for example https://gw.corp.example.")
    private @Nullable String edge;

    @Option(names = "--mp-role", paramLabel = "ID", description = "Role id of a management point; may be repeated.")
    private List<String> managementPoints = new ArrayList<>();

    @Option(
            names = "--sup-role",
            paramLabel = "ID",
            description = "Role id of a software update point; may be repeated.")
    private List<String> updatePoints = new ArrayList<>();

    @Mixin
    private RootsOption roots = new RootsOption();

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = "Admin address of a gateway instance; may be repeated.")
    private List<String> admins = new ArrayList<>();

    @Option(
            names = "--site",
            paramLabel = "URL",
            description = "Address of the site server, which knows roles and version.")
    private @Nullable String site;

    @Option(names = "--site-secret", paramLabel = "FILE", description = "Secret of the site server.")
    private @Nullable Path siteSecret;

    @Option(
            names = "--entra-token",
            paramLabel = "FILE",
            description = "Sign in with an Entra token of a user or device.")
    private @Nullable Path entraToken;

    @Option(
            names = "--token",
            paramLabel = "FILE",
            description = "Sign in with a token of the site: bulk registration, client or CCM access token.")
    private @Nullable Path token;

    @Mixin
    private CertificateOptions certificate = new CertificateOptions();

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        @Nullable LabFile running = edge == null ? lab.read() : null;
        AnalysisTarget target = target(running);
        SignIn signIn = signIn(running);
        PrintWriter out = spec.commandLine().getOut();
        Vertx vertx = Loops.few();
        try {
            AnalysisText text = new AnalysisText(Ansi.AUTO.enabled());
            AnalysisReport report = new Analysis(vertx, target, signIn, Clock.systemUTC()).run(finding -> {
                if (!json) {
                    text.lines(finding).forEach(out::println);
                    out.flush();
                }
            });
            out.println(json ? report.toJson().encodePrettily() : text.end(report));
            out.flush();
            return report.isRed() ? 1 : 0;
        } finally {
            vertx.close().await();
        }
    }

    private AnalysisTarget target(@Nullable LabFile running) {
        AnalysisTarget known = running == null
                ? new AnalysisTarget(
                        url("--edge", String.valueOf(edge)), null, List.of(), List.of(), List.of(), List.of(), null)
                : AnalysisTarget.of(running);
        return new AnalysisTarget(
                known.edge(),
                roots.or(running),
                managementPoints.isEmpty() ? known.managementPoints() : roles("--mp-role", managementPoints),
                updatePoints.isEmpty() ? known.updatePoints() : roles("--sup-role", updatePoints),
                admins.isEmpty()
                        ? known.gatewayAdmins()
                        : admins.stream()
                                .map(admin -> url("--admin", admin).toString())
                                .toList(),
                known.connectionPointAdmins(),
                siteServer(known));
    }

    private AnalysisTarget.@Nullable SiteServer siteServer(AnalysisTarget known) {
        if (site == null && siteSecret == null) {
            return known.site();
        }
        if (site == null || siteSecret == null) {
            throw new InvalidSettingsException(
                    "--site",
                    "",
                    "--site and --site-secret go together, for example --site http://127.0.0.1:8090 --site-secret site.secret");
        }
        return new AnalysisTarget.SiteServer(url("--site", site).toString(), Secret.fromFile(siteSecret));
    }

    private SignIn signIn(@Nullable LabFile running) {
        @Nullable Credential shown = certificate.credential();
        if (entraToken != null && token != null) {
            throw new InvalidSettingsException(
                    "--token", "", "--entra-token and --token exclude each other; give one of them");
        }
        if (entraToken != null) {
            return SignIn.entra(Secret.fromFile(entraToken));
        }
        if (token != null) {
            return SignIn.siteToken(Secret.fromFile(token), shown);
        }
        if (shown != null) {
            return SignIn.certificate(shown);
        }
        return running == null ? SignIn.NOBODY : SignIn.of(running);
    }

    private static List<SiteRole> roles(String option, List<String> ids) {
        for (String id : ids) {
            if (!id.matches("[0-9]{1,20}")) {
                throw new InvalidSettingsException(
                        option, "", "'" + id + "' is no role id, for example " + option + " 72057594037927939");
            }
        }
        return ids.stream().map(id -> new SiteRole(id, "")).toList();
    }

    private static URI url(String option, String text) {
        String example = option.equals("--edge") ? "https://gw.corp.example" : "http://127.0.0.1:8081";
        try {
            URI url = URI.create(text.replaceFirst("/+$", ""));
            boolean scheme =
                    "https".equals(url.getScheme()) || (!option.equals("--edge") && "http".equals(url.getScheme()));
            if (scheme && url.getHost() != null && url.getRawPath().isEmpty()) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        throw new InvalidSettingsException(
                option, "", "'" + text + "' is no URL of scheme, host and port, for example " + option + " " + example);
    }
}
