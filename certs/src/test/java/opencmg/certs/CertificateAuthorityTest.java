package opencmg.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {

    private static final CaEnvironment ENVIRONMENT = CaEnvironment.forTests();
    private static CertificateAuthority root;
    private static CertificateAuthority issuing;

    @BeforeAll
    static void createAuthorities() {
        root = CertificateAuthority.root("Test Root", ENVIRONMENT);
        issuing = root.subordinate("Test Issuing CA");
    }

    @Test
    void issuesAChainThatTheJavaRuntimeTrusts() throws Exception {
        IssuedCertificate client = issuing.issue(CertificateRequest.client("PC01.corp.example"));

        JavaValidator.trusting(root).validate(client);
        assertThat(client.chain()).containsExactly(client.certificate(), issuing.certificate());
    }

    @Test
    void omitsTheRootFromTheChain() throws Exception {
        IssuedCertificate client = root.issue(CertificateRequest.client("PC01.corp.example"));

        JavaValidator.trusting(root).validate(client);
        assertThat(client.chain()).hasSize(1);
    }

    @Test
    void isNotTrustedThroughAnotherRootWithTheSameName() {
        CertificateAuthority impostor = CertificateAuthority.root("Test Root", ENVIRONMENT);
        IssuedCertificate client = impostor.issue(CertificateRequest.client("PC01.corp.example"));

        assertThatThrownBy(() -> JavaValidator.trusting(root).validate(client))
                .isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void setsTheUsagesOfAClientCertificate() throws Exception {
        X509Certificate client =
                issuing.issue(CertificateRequest.client("PC01.corp.example")).certificate();

        assertThat(client.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(client.getKeyUsage()).startsWith(true, false, true, false, false, false);
        assertThat(client.getBasicConstraints()).isEqualTo(-1);
        assertThat(client.getSubjectAlternativeNames()).containsExactly(List.of(2, "PC01.corp.example"));
    }

    @Test
    void omitsTheAlternativeNameForAClientNameThatIsNoHostName() throws Exception {
        X509Certificate client =
                issuing.issue(CertificateRequest.client("Front desk 1")).certificate();

        assertThat(client.getSubjectX500Principal().getName()).isEqualTo("CN=Front desk 1");
        assertThat(client.getSubjectAlternativeNames()).isNull();
    }

    @Test
    void escapesACommonNameThatLooksLikeADistinguishedName() {
        X509Certificate client =
                issuing.issue(CertificateRequest.client("PC01,O=Somebody else")).certificate();

        assertThat(client.getSubjectX500Principal().getName()).isEqualTo("CN=PC01\\,O\\=Somebody else");
    }

    @Test
    void putsServiceNameHostNamesAndAddressesIntoTheEdgeCertificate() throws Exception {
        X509Certificate edge = issuing.issue(CertificateRequest.edge(
                        ServiceName.of("GraniteFalls.contoso.com"), "localhost", "127.0.0.1", "::1"))
                .certificate();

        assertThat(edge.getSubjectX500Principal().getName()).isEqualTo("CN=GraniteFalls.contoso.com");
        assertThat(edge.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(edge.getSubjectAlternativeNames())
                .containsExactly(
                        List.of(2, "GraniteFalls.contoso.com"),
                        List.of(2, "localhost"),
                        List.of(7, "127.0.0.1"),
                        List.of(7, "0:0:0:0:0:0:0:1"));
    }

    @Test
    void putsTheConnectionIdIntoTheConnectionPointsCertificate() throws Exception {
        UUID id = UUID.fromString("5f0c7a52-0d0f-4a54-9c9f-0a3b6f1f2d11");
        X509Certificate certificate =
                issuing.issue(CertificateRequest.connectionPoint(id, "LAB")).certificate();

        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactly(
                        List.of(6, "urn:uuid:5f0c7a52-0d0f-4a54-9c9f-0a3b6f1f2d11"),
                        List.of(6, "urn:opencmg:site:LAB"));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1");
    }

    @Test
    void buildsAValidChainWithEveryKindOfKey() throws Exception {
        CertificateAuthority elliptic =
                root.subordinate(CertificateRequest.authority("Elliptic CA").withKey(KeyKind.EC_P256));
        IssuedCertificate ecSignedByEc =
                elliptic.issue(CertificateRequest.client("PC01").withKey(KeyKind.EC_P256));
        IssuedCertificate rsaSignedByEc = elliptic.issue(CertificateRequest.client("PC02"));
        IssuedCertificate weak = issuing.issue(CertificateRequest.client("PC03").withKey(KeyKind.RSA_1024));

        JavaValidator.trusting(root).validate(ecSignedByEc);
        JavaValidator.trusting(root).validate(rsaSignedByEc);
        assertThat(ecSignedByEc.certificate().getPublicKey()).isInstanceOf(ECPublicKey.class);
        assertThat(ecSignedByEc.certificate().getKeyUsage()).startsWith(true, false, false);
        assertThat(rsaSignedByEc.certificate().getSigAlgName()).isEqualTo("SHA256withECDSA");
        assertThat(((RSAPublicKey) weak.certificate().getPublicKey())
                        .getModulus()
                        .bitLength())
                .isEqualTo(1024);
    }

    @Test
    void neverExpiresAfterItsIssuer() {
        CertificateAuthority shortLived = CertificateAuthority.root(
                CertificateRequest.authority("Brief Root").withLifetime(Duration.ofDays(2)), ENVIRONMENT);
        X509Certificate client =
                shortLived.issue(CertificateRequest.client("PC01")).certificate();

        assertThat(client.getNotAfter()).isEqualTo(shortLived.certificate().getNotAfter());
    }

    @Test
    void usesUniqueSerialNumbersOfAtMost128Bits() {
        List<X509Certificate> many = IntStream.range(0, 20)
                .mapToObj(
                        i -> issuing.issue(CertificateRequest.client("PC" + i)).certificate())
                .toList();

        assertThat(many).extracting(X509Certificate::getSerialNumber).doesNotHaveDuplicates();
        assertThat(many).allSatisfy(certificate -> {
            assertThat(certificate.getSerialNumber().signum()).isPositive();
            assertThat(certificate.getSerialNumber().bitLength()).isLessThanOrEqualTo(128);
        });
    }

    @Test
    void addsTheCrlDistributionPointToIssuedCertificates() {
        URI url = URI.create("http://crl.corp.example/issuing.crl");
        X509Certificate client =
                issuing.withCrlUrl(url).issue(CertificateRequest.client("PC01")).certificate();

        assertThat(new String(client.getExtensionValue("2.5.29.31"), StandardCharsets.ISO_8859_1))
                .contains(url.toString());
        assertThat(issuing.issue(CertificateRequest.client("PC02"))
                        .certificate()
                        .getExtensionValue("2.5.29.31"))
                .isNull();
    }

    @Test
    void makesTheSelfSignedCertificateOfAConfigurationManagerClient() throws Exception {
        IssuedCertificate own = SelfSigned.configMgrClient(ENVIRONMENT);
        X509Certificate certificate = own.certificate();

        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=ConfigMgr Client");
        assertThat(certificate.getIssuerX500Principal()).isEqualTo(certificate.getSubjectX500Principal());
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.4.1.311.101.2", "1.3.6.1.4.1.311.101");
        assertThat(certificate.getKeyUsage()).startsWith(true, false, false, true, false);
        assertThatCode(() -> certificate.verify(certificate.getPublicKey())).doesNotThrowAnyException();
    }

    @Test
    void refusesToCreateAnAuthorityFromAnotherKindOfRequest() {
        assertThatThrownBy(() -> root.subordinate(CertificateRequest.client("PC01")))
                .isInstanceOf(InvalidCertificateRequestException.class)
                .hasMessageContaining("not ordered as an authority");
    }
}
