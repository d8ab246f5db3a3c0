package opencmg.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateDefects;
import opencmg.certs.CertificateRequest;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.Pem;
import opencmg.launch.Loops;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second check against edges with every kind of certificate. */
class ServerCertificateTest {

    private static final Vertx VERTX = Loops.few();

    @TempDir
    Path dir;

    private CertificateAuthority root = CertificateAuthority.root("Lab root", CaEnvironment.forTests());

    @BeforeEach
    void roots() throws Exception {
        Pem.writeCertificates(dir.resolve("root.pem"), List.of(root.certificate()));
    }

    @AfterAll
    static void end() {
        VERTX.close().await();
    }

    @Test
    void praisesAGoodOneAndCountsItsDays() {
        Finding finding =
                second(root.issue(CertificateRequest.edgeAt("127.0.0.1").withLifetime(Duration.ofDays(200))));

        assertThat(finding.verdict()).isEqualTo(CheckVerdict.GREEN);
        assertThat(finding.text()).contains("199 days left").doesNotContain("Warning");
    }

    @Test
    void warnsBeforeItEnds() {
        Finding finding =
                second(root.issue(CertificateRequest.edgeAt("127.0.0.1").withLifetime(Duration.ofDays(20))));

        assertThat(finding.verdict()).isEqualTo(CheckVerdict.GREEN);
        assertThat(finding.text()).contains("Warning: less than 30 days are left");
    }

    @Test
    void refusesAnExpiredOneWithEverythingBeforeGreen() {
        try (FakeGateway edge = FakeGateway.edge(
                VERTX, root.issue(CertificateRequest.edgeAt("127.0.0.1").customize(CertificateDefects.expired())))) {
            AnalysisReport report = analyze(edge);

            assertThat(report.of(Check.SERVICE).get(0).verdict()).isEqualTo(CheckVerdict.GREEN);
            Finding finding = report.of(Check.SERVER_CERTIFICATE).get(0);
            assertThat(finding.verdict()).isEqualTo(CheckVerdict.RED);
            assertThat(finding.text()).contains("expired at");
            assertThat(finding.next()).startsWith("Renew it with the same common name");
        }
    }

    @Test
    void refusesOneThatIsNotValidYet() {
        assertThat(second(root.issue(
                                CertificateRequest.edgeAt("127.0.0.1").customize(CertificateDefects.notYetValid())))
                        .text())
                .contains("is not valid before");
    }

    @Test
    void tellsWhichNamesWereOfferedAndWhichWasAskedFor() {
        assertThat(second(root.issue(CertificateRequest.edgeAt("gw.corp.example", "10.1.2.3")))
                        .text())
                .isEqualTo("The client asks for 127.0.0.1, the certificate is good for gw.corp.example, 10.1.2.3.");
    }

    @Test
    void refusesOneForCodeSigning() {
        assertThat(second(root.issue(
                                CertificateRequest.edgeAt("127.0.0.1").customize(CertificateDefects.forCodeSigning())))
                        .text())
                .contains("is not for server authentication");
    }

    @Test
    void namesTheIssuerWhenTheIntermediateIsNotSent() {
        CertificateAuthority issuing = root.subordinate("Lab issuing");
        IssuedCertificate own = issuing.issue(CertificateRequest.edgeAt("127.0.0.1"));

        assertThat(second(own).verdict()).isEqualTo(CheckVerdict.GREEN);
        Finding alone = second(own.withoutIntermediates());
        assertThat(alone.verdict()).isEqualTo(CheckVerdict.RED);
        assertThat(alone.text()).contains("issued by").contains("Lab issuing");
    }

    @Test
    void knowsWildcardsForOneLabel() {
        IssuedCertificate wildcard = root.issue(CertificateRequest.edgeAt("*.corp.example"));

        assertThat(CertificateNames.fits(wildcard.certificate(), "GW.corp.example"))
                .isTrue();
        assertThat(CertificateNames.fits(wildcard.certificate(), "a.gw.corp.example"))
                .isFalse();
        assertThat(CertificateNames.fits(wildcard.certificate(), "corp.example"))
                .isFalse();
    }

    @Test
    void noticesAServerThatWouldGoOnWithTls10() throws Exception {
        try (ServerSocket old = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> goOn(old));
            server.start();

            assertThat(LegacyTlsProbe.TLS_1_0.isAccepted("127.0.0.1", old.getLocalPort()))
                    .isTrue();
            server.join();
        }
    }

    /** The first bytes of a ServerHello record. */
    private static void goOn(ServerSocket listening) {
        try (var socket = listening.accept()) {
            socket.getInputStream().read(new byte[512]);
            new DataOutputStream(socket.getOutputStream()).write(new byte[] {22, 3, 1, 0, 42});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void saysThatNobodyIsThere() {
        FakeGateway edge = FakeGateway.edge(VERTX, root.issue(CertificateRequest.edgeAt("127.0.0.1")));
        edge.close();

        AnalysisReport report = analyze(edge);

        assertThat(report.of(Check.SERVICE).get(0).verdict()).isEqualTo(CheckVerdict.RED);
        assertThat(report.of(Check.SERVICE).get(0).blame().code()).isEqualTo("ERROR_WINHTTP_CANNOT_CONNECT");
        assertThat(report.of(Check.SERVER_CERTIFICATE).get(0).verdict()).isEqualTo(CheckVerdict.NOT_CHECKED);
    }

    private Finding second(IssuedCertificate certificate) {
        try (FakeGateway edge = FakeGateway.edge(VERTX, certificate)) {
            return analyze(edge).of(Check.SERVER_CERTIFICATE).get(0);
        }
    }

    private AnalysisReport analyze(FakeGateway edge) {
        AnalysisTarget target = new AnalysisTarget(
                edge.url(), dir.resolve("root.pem"), List.of(), List.of(), List.of(), List.of(), null);
        return new Analysis(VERTX, target, SignIn.NOBODY, Clock.systemUTC()).run(finding -> {});
    }
}
