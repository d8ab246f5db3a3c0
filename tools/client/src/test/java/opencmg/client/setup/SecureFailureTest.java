package opencmg.client.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateDefects;
import opencmg.certs.CertificateRequest;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.Pem;
import opencmg.launch.Loops;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connects to gateways with an invalid certificate and reads the reason in the log. */
class SecureFailureTest {

    private static final Vertx VERTX = Loops.few();

    @TempDir
    Path dir;

    private final CertificateAuthority root = CertificateAuthority.root("Lab root", CaEnvironment.forTests());

    @AfterAll
    static void closeVertx() {
        VERTX.close().await();
    }

    @Test
    void logsAnExpiredCertificate() throws Exception {
        assertThat(logOfSetup(
                        root.issue(CertificateRequest.edgeAt("127.0.0.1").customize(CertificateDefects.expired())),
                        root))
                .contains("lpvStatusInformation is 0x20")
                .contains("WINHTTP_CALLBACK_STATUS_FLAG_CERT_DATE_INVALID is set");
    }

    @Test
    void logsACertificateForAnotherName() throws Exception {
        assertThat(logOfSetup(root.issue(CertificateRequest.edgeAt("gw.corp.example")), root))
                .contains("lpvStatusInformation is 0x10")
                .contains("WINHTTP_CALLBACK_STATUS_FLAG_CERT_CN_INVALID is set");
    }

    @Test
    void logsACertificateOfAnUnknownAuthority() throws Exception {
        CertificateAuthority other = CertificateAuthority.root("Another root", CaEnvironment.forTests());

        assertThat(logOfSetup(root.issue(CertificateRequest.edgeAt("127.0.0.1")), other))
                .contains("lpvStatusInformation is 0x8")
                .contains("WINHTTP_CALLBACK_STATUS_FLAG_INVALID_CA is set");
    }

    private String logOfSetup(IssuedCertificate certificate, CertificateAuthority trusted) throws Exception {
        Path rootsFile = dir.resolve("root.pem");
        Pem.writeCertificates(rootsFile, List.of(trusted.certificate()));
        HttpServer edge = VERTX.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(Pem.certificates(certificate.chain())))
                                .addKeyValue(Buffer.buffer(Pem.key(certificate.key())))))
                .requestHandler(request -> request.response().end().onFailure(ignored -> {}))
                .listen(0, "127.0.0.1")
                .await();
        SetupArguments arguments = SetupArguments.parse(List.of(
                "SMSSITECODE=LAB",
                "CCMHOSTNAME=127.0.0.1:" + edge.actualPort() + "/CCM_Proxy_MutualAuth/8",
                "CCMALWAYSINF=1",
                "/regtoken:eyJ0"));
        SetupPlan plan = SetupPlan.of(arguments, SetupPlan.Credentials.NONE, rootsFile, dir, Computer.parse("PC01"));
        try {
            SetupFailedException failure = catchThrowableOfType(
                    SetupFailedException.class, () -> new CcmSetup(VERTX, plan, Clock.systemUTC(), line -> {}).run());
            assertThat(failure.code()).isEqualTo(ErrorCode.SECURE_FAILURE);
            assertThat(failure.hop()).isEqualTo("gateway");
            return Files.readString(dir.resolve("Logs/ccmsetup.log"));
        } finally {
            edge.close().await();
        }
    }
}
