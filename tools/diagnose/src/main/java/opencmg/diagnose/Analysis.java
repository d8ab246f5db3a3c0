package opencmg.diagnose;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import opencmg.client.http.NoResponseException;
import opencmg.client.http.TlsProbe;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebTrust;
import org.jspecify.annotations.Nullable;

/** One run of the analyzer. */
public final class Analysis {

    private static final int LOOKS = 4;
    private static final int BETWEEN_LOOKS_MILLIS = 500;

    private final Vertx vertx;
    private final AnalysisTarget target;
    private final SignIn signIn;
    private final Clock clock;

    public Analysis(Vertx vertx, AnalysisTarget target, SignIn signIn, Clock clock) {
        this.vertx = vertx;
        this.target = target;
        this.signIn = signIn;
        this.clock = clock;
    }

    /**
     * Runs all checks. A red one does not end it: the later ones still tell what they can, and say when the red one explains them. Blocks.
     *
     * @param listener hears each finding as it comes
     */
    public AnalysisReport run(Consumer<Finding> listener) {
        AnalysisReport report = new AnalysisReport(target, signIn, listener);
        Web plain = new Web(vertx, WebTrust.of(null));
        Web client = new Web(vertx, WebTrust.of(target.roots()).withCertificate(signIn.certificate()));
        try {
            ExpectedSite truth = ExpectedSite.ask(plain, target.site());
            List<GatewayView> gateways = settled(plain, truth);
            door(report, gateways);
            report.add(ConfigurationCheck.of(truth, gateways));
            report.add(new ConnectionPointsCheck(plain, target).of(gateways));
            RoleChecks behind = new RoleChecks(new RoleClient(client, target, signIn, clock), signIn, truth.siteCode());
            DecisionDetails particulars = new DecisionDetails(plain, target.gatewayAdmins());
            behind.managementPoints(truth.roles("MP", target.managementPoints()))
                    .forEach(finding -> report.add(particulars.of(finding)));
            behind.updatePoints(truth.roles("SUP", target.updatePoints()))
                    .forEach(finding -> report.add(particulars.of(finding)));
            return report;
        } finally {
            plain.close().eventually(client::close).await();
        }
    }

    private void door(AnalysisReport report, List<GatewayView> gateways) {
        @Nullable TlsProbe glance = null;
        try {
            glance = TlsProbe.connect(
                            vertx, WebRequest.get(target.url(ServiceCheck.PATH)).timeout(20))
                    .await();
            report.add(ServiceCheck.of(target, glance, gateways));
        } catch (NoResponseException e) {
            report.add(Finding.red(Check.SERVICE, "", CheckFailedException.unanswered(e)));
        }
        report.add(
                glance == null
                        ? Finding.notChecked(
                                Check.SERVER_CERTIFICATE, "", "the gateway has shown none", "mend check 1 first")
                        : new ServerCertificateCheck(target, clock).of(glance));
    }

    /** The gateways as they are, with some patience for a configuration that is on its way. */
    private List<GatewayView> settled(Web web, ExpectedSite truth) {
        List<GatewayView> gateways = look(web);
        for (int looks = 1; looks < LOOKS && !ConfigurationCheck.isSettled(truth, gateways); looks++) {
            vertx.timer(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS).await();
            gateways = look(web);
        }
        return gateways;
    }

    private List<GatewayView> look(Web web) {
        return target.gatewayAdmins().stream()
                .map(admin -> GatewayView.of(web, admin))
                .toList();
    }
}
