package opencmg.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateRequest;
import opencmg.certs.LabClient;
import opencmg.certs.LabPki;
import opencmg.certs.Pem;
import opencmg.certs.SelfSigned;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebTrust;
import opencmg.lab.SharedLab;
import opencmg.settings.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the analyzer makes of a sound lab, and of one thing at a time that is wrong with it. */
@ExtendWith(SharedLab.class)
class AnalysisTest {

    @TempDir
    Path dir;

    private final SharedLab.Running lab;
    private final AnalysisTarget target;

    AnalysisTest(SharedLab.Running lab) {
        this.lab = lab;
        this.target = AnalysisTarget.of(lab.file());
    }

    @Test
    void showsSixGreenChecksOfASoundLab() {
        AnalysisReport report = analyze(target, SignIn.of(lab.file()));

        assertThat(verdicts(report)).as(report.toJson().encode()).isEqualTo("GREEN GREEN GREEN GREEN GREEN GREEN");
        assertThat(report.isRed()).isFalse();
        assertThat(only(report, Check.SERVER_CERTIFICATE).text()).contains("days left", "TLS 1.0 and 1.1 are refused");
        assertThat(only(report, Check.MANAGEMENT_POINT).subject())
                .contains(lab.file().mpFqdn(), lab.file().mpRoleId());
    }

    @Test
    void showsSixGreenChecksToAPkiClient() {
        assertThat(verdicts(analyze(target, SignIn.of(lab.file(), LabClient.PKI))))
                .isEqualTo("GREEN GREEN GREEN GREEN GREEN GREEN");
    }

    @Test
    void blamesTheCertificateWhenItsAuthorityIsNotTrusted() throws Exception {
        Path stranger = dir.resolve("stranger.pem");
        Pem.writeCertificates(
                stranger,
                SelfSigned.make(CertificateRequest.authority("Another root"), CaEnvironment.forTests())
                        .chain());

        AnalysisReport report = analyze(target.believing(stranger), SignIn.of(lab.file()));

        assertThat(verdicts(report)).as(report.toJson().encode()).isEqualTo("GREEN RED GREEN GREEN RED RED");
        assertThat(only(report, Check.SERVER_CERTIFICATE).text()).contains("do not lead to a root in " + stranger);
        assertThat(only(report, Check.SERVER_CERTIFICATE).next()).contains("--ca FILE");
        assertThat(only(report, Check.MANAGEMENT_POINT).follows()).isEqualTo(Check.SERVER_CERTIFICATE);
    }

    @Test
    void tellsThatTheTokenIsBlockedInTheWordsOfTheProduct() {
        AnalysisReport report =
                analyze(target, SignIn.siteToken(Secret.of(lab.file().token("blocked")), null));

        assertThat(verdicts(report)).as(report.toJson().encode()).startsWith("GREEN GREEN GREEN GREEN RED");
        Finding channel = only(report, Check.MANAGEMENT_POINT);
        assertThat(channel.text())
                .startsWith(
                        "Failed to get ConfigMgr token with site token. Status code is '401' and status description is 'CMGService_Invalid_Token'.");
        assertThat(channel.blame().code()).isEqualTo("token_blocked");
        assertThat(channel.blame().hop()).isEqualTo("client");
        assertThat(channel.blame().request()).isNotEmpty();
        assertThat(channel.next()).contains("Unblock it");
        assertThat(channel.follows()).isNull();
    }

    @Test
    void tellsThatTheRevocationListCannotBeReached() throws Exception {
        LabPki pki = LabPki.open(lab.directory().resolve("pki"), CaEnvironment.forTests());
        var client = pki.issue(CertificateRequest.client("pc-without-list")
                        .customize(draft -> draft.crlDistributionPoints(URI.create("http://127.0.0.1:1/nowhere.crl"))))
                .write(dir, "client");

        AnalysisReport report = analyze(target, SignIn.certificate(client));

        assertThat(verdicts(report)).as(report.toJson().encode()).startsWith("GREEN GREEN GREEN GREEN RED");
        Finding channel = only(report, Check.MANAGEMENT_POINT);
        assertThat(channel.blame().code()).isEqualTo("revocation_unknown");
        assertThat(channel.blame().hop()).isEqualTo("gateway");
        assertThat(channel.text()).contains("http://127.0.0.1:1/nowhere.crl");
        assertThat(channel.next()).contains("Make the revocation list reachable for the gateway");
    }

    @Test
    void saysThatTheGatewayDoesNotTrustTheCertificate() {
        AnalysisReport report = analyze(target, SignIn.of(lab.file(), LabClient.FOREIGN));

        assertThat(only(report, Check.MANAGEMENT_POINT).text())
                .startsWith(
                        "The location of the management point cannot be refreshed, because the gateway does not trust the chosen client certificate.");
        assertThat(only(report, Check.MANAGEMENT_POINT).blame().code()).isEqualTo("certificate_untrusted");
    }

    @Test
    void tellsThatTheManagementPointWantsACertificateOfTheConnectionPoint() {
        AnalysisReport report = whileStruck(
                "{\"name\":\"no-cert\",\"role\":\"MP\",\"path\":\"/CCM_STS\",\"fault\":\"CLIENT_CERTIFICATE_REQUIRED\"}",
                () -> analyze(target, SignIn.of(lab.file())));

        assertThat(verdicts(report)).as(report.toJson().encode()).isEqualTo("GREEN GREEN GREEN GREEN RED GREEN");
        Finding channel = only(report, Check.MANAGEMENT_POINT);
        assertThat(channel.text())
                .contains("Status code is '403' and status description is 'CMGConnector_Clientcertificaterequired'.");
        assertThat(channel.blame().hop()).isEqualTo("upstream");
        assertThat(channel.next()).contains("403.7 to the connection point").contains("upstream.certificateFile");
    }

    @Test
    void tellsThatTheUpdatePointIsDown() {
        AnalysisReport report = whileStruck(
                "{\"name\":\"down\",\"role\":\"SUP\",\"path\":\"/\",\"fault\":\"CUT_AT_ONCE\"}",
                () -> analyze(target, SignIn.of(lab.file())));

        assertThat(verdicts(report)).as(report.toJson().encode()).isEqualTo("GREEN GREEN GREEN GREEN GREEN RED");
        assertThat(only(report, Check.UPDATE_POINT).blame().hop()).isEqualTo("upstream");
        assertThat(only(report, Check.UPDATE_POINT).next()).isNotEmpty();
    }

    @Test
    void leavesOutWhatNobodyTellsItAbout() {
        AnalysisTarget stranger =
                new AnalysisTarget(target.edge(), target.roots(), List.of(), List.of(), List.of(), List.of(), null);

        AnalysisReport report = analyze(stranger, SignIn.NOBODY);

        assertThat(verdicts(report))
                .as(report.toJson().encode())
                .isEqualTo("GREEN GREEN NOT_CHECKED NOT_CHECKED NOT_CHECKED NOT_CHECKED");
        assertThat(only(report, Check.CONNECTION_POINTS).next()).contains("--admin URL");
        assertThat(only(report, Check.MANAGEMENT_POINT).next()).contains("--token FILE");
    }

    @Test
    void checksTheClientsSideOfAGatewayWithoutAnAdminFace() {
        AnalysisTarget any = new AnalysisTarget(
                target.edge(),
                target.roots(),
                target.managementPoints(),
                target.updatePoints(),
                List.of(),
                List.of(),
                null);

        AnalysisReport report = analyze(any, SignIn.of(lab.file(), LabClient.PKI));

        assertThat(verdicts(report))
                .as(report.toJson().encode())
                .isEqualTo("GREEN GREEN NOT_CHECKED NOT_CHECKED GREEN GREEN");
        assertThat(report.isRed()).isFalse();
    }

    @Test
    void checksEachManagementPointByItself() {
        AnalysisTarget two = new AnalysisTarget(
                target.edge(),
                target.roots(),
                List.of(target.managementPoints().get(0), new SiteRole("1", "")),
                target.updatePoints(),
                target.gatewayAdmins(),
                List.of(),
                target.site());

        AnalysisReport report = analyze(two, SignIn.of(lab.file(), LabClient.PKI));

        assertThat(report.of(Check.MANAGEMENT_POINT).stream().map(Finding::verdict))
                .containsExactly(CheckVerdict.GREEN, CheckVerdict.RED);
        assertThat(report.of(Check.MANAGEMENT_POINT).get(1).text()).contains("404");
        assertThat(report.of(Check.UPDATE_POINT).get(0).verdict()).isEqualTo(CheckVerdict.GREEN);
    }

    @Test
    void doesNotCallTheUpdatePointRedForARegistrationTokenAlone() {
        AnalysisReport report =
                analyze(target, SignIn.siteToken(Secret.of(lab.file().token("bulk")), null));

        assertThat(verdicts(report))
                .as(report.toJson().encode())
                .isEqualTo("GREEN GREEN GREEN GREEN GREEN NOT_CHECKED");
    }

    @Test
    void writesJsonForMachines() {
        AnalysisReport report =
                analyze(target, SignIn.siteToken(Secret.of(lab.file().token("blocked")), null));

        var json = report.toJson();
        assertThat(json.getString("signIn")).isEqualTo("site token");
        assertThat(json.getLong("red")).isPositive();
        var fifth = json.getJsonArray("checks").getJsonObject(4);
        assertThat(fifth.getInteger("number")).isEqualTo(5);
        assertThat(fifth.getString("check")).isEqualTo("management-point");
        assertThat(fifth.getString("verdict")).isEqualTo("red");
        assertThat(fifth.getString("code")).isEqualTo("token_blocked");
        assertThat(json.encode()).doesNotContain(lab.file().token("blocked"));
    }

    private interface Run {
        AnalysisReport go();
    }

    /** With a fault at the mock site, which is taken back afterwards. */
    private AnalysisReport whileStruck(String scenario, Run run) {
        scenarios(scenario);
        try {
            return run.go();
        } finally {
            scenarios("");
        }
    }

    private void scenarios(String list) {
        Web web = new Web(lab.vertx(), WebTrust.of(null));
        var answer = web.send(WebRequest.of("PUT", lab.file().siteServer() + "/site/scenarios")
                        .bearer(lab.file().siteSecret().reveal())
                        .body("application/json", Buffer.buffer("{\"scenarios\":[" + list + "]}")))
                .await();
        web.close().await();
        assertThat(answer.status()).isEqualTo(200);
    }

    private AnalysisReport analyze(AnalysisTarget what, SignIn who) {
        List<Finding> heard = new ArrayList<>();
        AnalysisReport report = new Analysis(lab.vertx(), what, who, Clock.systemUTC()).run(heard::add);
        assertThat(heard).isEqualTo(report.findings());
        return report;
    }

    private static String verdicts(AnalysisReport report) {
        return String.join(
                " ",
                report.findings().stream()
                        .map(finding -> finding.verdict().name())
                        .toList());
    }

    private static Finding only(AnalysisReport report, Check check) {
        assertThat(report.of(check)).hasSize(1);
        return report.of(check).get(0);
    }
}
