package opencmg.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import opencmg.client.http.Web;
import opencmg.client.http.WebTrust;
import opencmg.lab.SharedLab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The checks of a fleet: the lab's gateway and a second one that says what the test wants. */
@ExtendWith(SharedLab.class)
class GatewaysTest {

    private final SharedLab.Running lab;
    private final String point;

    GatewaysTest(SharedLab.Running lab) {
        this.lab = lab;
        Web web = new Web(lab.vertx(), WebTrust.of(null));
        this.point = GatewayView.of(web, lab.file().gatewayAdmins().get(0))
                .connectionPoints()
                .iterator()
                .next();
        web.close().await();
    }

    @Test
    void namesTheInstanceWithAStaleConfiguration() {
        AnalysisReport report = with(FakeGateway.admin(lab.vertx(), "LAB", 1, point));

        assertThat(report.of(Check.SERVICE).get(0).verdict()).isEqualTo(CheckVerdict.GREEN);
        assertThat(report.of(Check.SERVER_CERTIFICATE).get(0).verdict()).isEqualTo(CheckVerdict.GREEN);
        Finding finding = report.of(Check.CONFIGURATION).get(0);
        assertThat(finding.verdict()).isEqualTo(CheckVerdict.RED);
        assertThat(finding.text()).contains("runs version 1, the site has version");
        assertThat(finding.next()).contains("opencmg site synchronize");
        assertThat(report.of(Check.CONNECTION_POINTS).get(0).verdict()).isEqualTo(CheckVerdict.GREEN);
        assertThat(report.of(Check.MANAGEMENT_POINT).get(0).verdict()).isEqualTo(CheckVerdict.GREEN);
    }

    @Test
    void noticesAGatewayThatIsAheadOfTheSite() {
        assertThat(with(FakeGateway.admin(lab.vertx(), "LAB", 1_000_000, point))
                        .of(Check.CONFIGURATION)
                        .get(0)
                        .text())
                .contains("newer than the site's own");
    }

    @Test
    void noticesAConnectionPointThatIsMissingAtOneGateway() {
        Finding finding = with(FakeGateway.admin(lab.vertx(), "LAB", 1, "another-point"))
                .of(Check.CONNECTION_POINTS)
                .get(0);

        assertThat(finding.verdict()).isEqualTo(CheckVerdict.RED);
        assertThat(finding.text()).contains("Not connected to").contains("another-point");
    }

    @Test
    void noticesAnInstanceThatIsGone() {
        FakeGateway gone = FakeGateway.admin(lab.vertx(), "LAB", 1, point);
        gone.close();

        assertThat(with(gone).of(Check.SERVICE).get(0).text()).contains(gone.url() + " does not answer");
    }

    private AnalysisReport with(FakeGateway second) {
        AnalysisTarget one = AnalysisTarget.of(lab.file());
        List<String> admins = new ArrayList<>(one.gatewayAdmins());
        admins.add(second.url().toString());
        try (second) {
            AnalysisTarget both = new AnalysisTarget(
                    one.edge(), one.roots(), one.managementPoints(), one.updatePoints(), admins, List.of(), one.site());
            return new Analysis(lab.vertx(), both, SignIn.of(lab.file()), Clock.systemUTC()).run(finding -> {});
        }
    }
}
