package opencmg.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabPkiTest {

    private static final UUID CONNECTION_POINT = UUID.fromString("5f0c7a52-0d0f-4a54-9c9f-0a3b6f1f2d11");
    private static final LabPlan PLAN = LabPlan.forService("granitefalls.corp.example")
            .withConnectionPoint(CONNECTION_POINT)
            .withCrlBaseUrl(URI.create("http://127.0.0.1:8085/crl"));

    @TempDir
    private static Path folder = Path.of("");

    private static LabPki pki;

    @BeforeAll
    static void make() throws Exception {
        pki = LabPki.make(folder.resolve("pki"), PLAN, CaEnvironment.forTests());
    }

    @Test
    void issuesEveryPartAChainThatItsPeersTrust() throws Exception {
        for (Credential credential :
                List.of(pki.edge(), pki.managementPoint(), pki.upstream(), pki.client(LabClient.PKI))) {
            validator(LabAuthority.ROOT).validate(credential.read());
            assertThat(credential.read().chain()).hasSize(2);
        }
        validator(LabAuthority.TUNNEL).validate(pki.tunnel().read());
        validator(LabAuthority.TUNNEL).validate(pki.connectionPoint().read());
    }

    @Test
    void doesNotTrustClientCertificatesForTheTunnel() throws Exception {
        IssuedCertificate client = pki.client(LabClient.PKI).read();

        assertThatThrownBy(() -> validator(LabAuthority.TUNNEL).validate(client))
                .isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void hasAClientCredentialForEveryDefect() throws Exception {
        assertThat(reason(LabClient.REVOKED)).isEqualTo(BasicReason.REVOKED);
        assertThat(reason(LabClient.EXPIRED)).isEqualTo(BasicReason.EXPIRED);
        IssuedCertificate own = pki.client(LabClient.SELF_SIGNED).read();
        IssuedCertificate foreign = pki.client(LabClient.FOREIGN).read();
        assertThat(own.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=ConfigMgr Client");
        for (IssuedCertificate foreignRoot : List.of(own, foreign)) {
            assertThatThrownBy(() -> validator(LabAuthority.ROOT).validate(foreignRoot))
                    .isInstanceOf(CertPathValidatorException.class);
        }
    }

    @Test
    void setsTheDistributionPointOfEachAuthority() throws Exception {
        assertThat(distributionPoint(pki.client(LabClient.PKI).read().certificate()))
                .contains("http://127.0.0.1:8085/crl/issuing.crl");
        assertThat(distributionPoint(certificate(LabAuthority.ISSUING))).contains("http://127.0.0.1:8085/crl/root.crl");
        assertThat(distributionPoint(pki.connectionPoint().read().certificate()))
                .contains("http://127.0.0.1:8085/crl/tunnel-ca.crl");
    }

    @Test
    void isUnchangedAfterReopening() throws Exception {
        LabPki again = LabPki.open(pki.directory(), CaEnvironment.forTests());

        assertThat(again.plan()).isEqualTo(PLAN);
        assertThat(again.list()).isEqualTo(pki.list());
        assertThat(again.edge()).isEqualTo(pki.edge());
    }

    @Test
    void revokesOnceAndIncrementsTheListNumber() throws Exception {
        IssuedCertificate client = pki.issue(CertificateRequest.client("pc07.corp.example"));
        RevocationList before = list(LabAuthority.ISSUING);
        assertThatCode(() -> validator(LabAuthority.ROOT).validate(client)).doesNotThrowAnyException();

        LabPki.IndexEntry revoked = LabPki.open(pki.directory(), CaEnvironment.forTests())
                .revoke(client.certificate(), RevocationReason.SUPERSEDED);

        assertThat(revoked.entry().subject()).isEqualTo("CN=pc07.corp.example");
        assertThat(list(LabAuthority.ISSUING).number())
                .isEqualTo(before.number().add(BigInteger.ONE));
        assertThatThrownBy(() -> validator(LabAuthority.ROOT).validate(client))
                .isInstanceOfSatisfying(CertPathValidatorException.class, e -> assertThat(e.getReason())
                        .isEqualTo(BasicReason.REVOKED));
        assertThatThrownBy(() -> pki.revoke(client.certificate(), RevocationReason.KEY_COMPROMISE))
                .isInstanceOf(InvalidCertificateRequestException.class)
                .hasMessageContaining("was revoked at")
                .hasMessageContaining("superseded");
    }

    @Test
    void revokesTheIssuingAuthorityInTheListOfTheRoot(@TempDir Path other) throws Exception {
        LabPki doomed = LabPki.make(other.resolve("pki"), PLAN, CaEnvironment.forTests());
        X509Certificate issuing =
                Pem.readCertificates(doomed.certificateOf(LabAuthority.ISSUING)).get(0);

        LabPki.IndexEntry revoked = doomed.revoke(issuing, RevocationReason.CA_COMPROMISE);

        assertThat(revoked.authority()).isEqualTo(LabAuthority.ROOT);
        assertThat(read(doomed.revocationListOf(LabAuthority.ROOT)).isRevoked(issuing))
                .isTrue();
    }

    @Test
    void recordsEveryCertificateOfConcurrentIssues() throws Exception {
        List<IssuedCertificate> issued = IntStream.range(0, 12)
                .parallel()
                .mapToObj(i -> issueQuietly("desk" + i + ".corp.example"))
                .toList();

        assertThat(pki.list())
                .extracting(indexEntries -> indexEntries.entry().serial())
                .containsAll(issued.stream()
                        .map(one -> one.certificate().getSerialNumber())
                        .toList());
    }

    private static IssuedCertificate issueQuietly(String name) {
        try {
            return LabPki.open(pki.directory(), CaEnvironment.forTests()).issue(CertificateRequest.client(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void doesNotOverwriteAnExistingPki() {
        assertThatThrownBy(() -> LabPki.make(pki.directory(), PLAN, CaEnvironment.forTests()))
                .isInstanceOf(InvalidCertificateRequestException.class)
                .hasMessageContaining("holds a PKI already");
    }

    @Test
    void explainsHowToMakeAPkiWhereThereIsNone() {
        assertThat(LabPki.existsIn(folder.resolve("empty"))).isFalse();
        assertThatThrownBy(() -> LabPki.open(folder.resolve("empty"), CaEnvironment.forTests()))
                .isInstanceOf(InvalidCertificateRequestException.class)
                .hasMessageContaining("opencmg certs make --dir");
    }

    @Test
    void acceptsPlainHttpUrlsOnlyForRevocationLists() {
        assertThatThrownBy(() -> PLAN.withCrlBaseUrl(URI.create("https://crl.corp.example/")))
                .isInstanceOf(InvalidCertificateRequestException.class)
                .hasMessageContaining("http://crl.corp.example/crl/");
    }

    private static JavaValidator validator(LabAuthority anchor) throws Exception {
        return JavaValidator.trusting(certificate(anchor))
                .with(list(LabAuthority.ROOT), list(LabAuthority.ISSUING), list(LabAuthority.TUNNEL));
    }

    private static CertPathValidatorException.Reason reason(LabClient client) throws Exception {
        IssuedCertificate issued = pki.client(client).read();
        try {
            validator(LabAuthority.ROOT).validate(issued);
        } catch (CertPathValidatorException e) {
            return e.getReason();
        }
        throw new AssertionError(client + " is trusted");
    }

    private static X509Certificate certificate(LabAuthority authority) throws IOException {
        return Pem.readCertificates(pki.certificateOf(authority)).get(0);
    }

    private static RevocationList list(LabAuthority authority) throws Exception {
        return new RevocationList(read(pki.revocationListOf(authority)));
    }

    private static X509CRL read(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
        }
    }

    private static String distributionPoint(X509Certificate certificate) {
        return new String(certificate.getExtensionValue("2.5.29.31"), StandardCharsets.ISO_8859_1);
    }
}
