package opencmg.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CertificateDefectsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final CaEnvironment ENVIRONMENT = CaEnvironment.forTests(Clock.fixed(NOW, ZoneOffset.UTC));
    private static final CertificateRequest CLIENT = CertificateRequest.client("pc01.corp.example");
    private static CertificateAuthority root;

    @BeforeAll
    static void createAuthority() {
        root = CertificateAuthority.root("Test Root", ENVIRONMENT);
    }

    @Test
    void expiredCertificateIsRefusedOnlyForItsValidity() throws Exception {
        IssuedCertificate expired = root.issue(CLIENT.customize(CertificateDefects.expired()));

        assertRefused(expired, BasicReason.EXPIRED);
        JavaValidator.trusting(root).at(NOW.minus(Duration.ofDays(2))).validate(expired);
    }

    @Test
    void notYetValidCertificateIsRefusedOnlyForItsValidity() throws Exception {
        IssuedCertificate early = root.issue(CLIENT.customize(CertificateDefects.notYetValid()));

        assertRefused(early, BasicReason.NOT_YET_VALID);
        JavaValidator.trusting(root).at(NOW.plus(Duration.ofDays(2))).validate(early);
    }

    @Test
    void certificateIsValidAtTheTimeOfTheAuthoritysClock() {
        assertThatCode(() -> validateNow(root.issue(CLIENT))).doesNotThrowAnyException();
    }

    @Test
    void extendedKeyUsageIsReplacedOrRemoved() throws Exception {
        assertThat(issueWith(CertificateDefects.forCodeSigning()).getExtendedKeyUsage())
                .containsExactly("1.3.6.1.5.5.7.3.3");
        assertThat(issueWith(CertificateDefects.withoutExtendedKeyUsage()).getExtendedKeyUsage())
                .isNull();
    }

    @Test
    void unknownExtensionHasTheRequestedSize() throws Exception {
        IssuedCertificate huge = root.issue(CLIENT.customize(CertificateDefects.withUnknownExtension(100_000, false)));

        assertThat(huge.certificate().getEncoded()).hasSizeBetween(100_500, 102_000);
        validateNow(huge);
    }

    @Test
    void unknownCriticalExtensionIsRefused() {
        assertRefused(
                root.issue(CLIENT.customize(CertificateDefects.withUnknownExtension(10, true))),
                PKIXReason.UNRECOGNIZED_CRIT_EXT);
    }

    @Test
    void twoCertificatesCanShareASerialNumber() {
        X509Certificate first = root.issue(CLIENT).certificate();
        X509Certificate second = issueWith(CertificateDefects.withSerialOf(first));

        assertThat(second.getSerialNumber()).isEqualTo(first.getSerialNumber());
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void authorityWithoutSubordinatesIssuesLeavesOnly() {
        CertificateAuthority last = root.subordinate(
                CertificateRequest.authority("Last CA").customize(CertificateDefects.withoutSubordinates()));

        assertThatCode(() -> validateNow(last.issue(CLIENT))).doesNotThrowAnyException();
        assertRefused(last.subordinate("One CA too many").issue(CLIENT), PKIXReason.PATH_TOO_LONG);
    }

    @Test
    void nameConstraintsLimitAnAuthorityToItsDomain() {
        CertificateAuthority constrained = root.subordinate(CertificateRequest.authority("Other CA")
                .customize(CertificateDefects.limitedToDomain("other.example")));

        assertThatCode(() -> validateNow(constrained.issue(CertificateRequest.client("pc01.other.example"))))
                .doesNotThrowAnyException();
        assertRefused(constrained.issue(CLIENT), PKIXReason.INVALID_NAME);
    }

    @Test
    void leafCertificateCannotActAsAnAuthority() {
        IssuedCertificate leaf = root.issue(CLIENT);
        CertificateAuthority pretender = new CertificateAuthority(leaf, new MemoryLedger(), ENVIRONMENT, null);

        assertRefused(pretender.issue(CertificateRequest.client("pc02.corp.example")), PKIXReason.INVALID_KEY_USAGE);
    }

    @Test
    void customizationsAreAppliedInOrder() {
        X509Certificate certificate = root.issue(CLIENT.customize(builder -> builder.subject("CN=first"))
                        .customize(builder -> builder.subject("CN=second")))
                .certificate();

        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=second");
    }

    private static X509Certificate issueWith(Consumer<CertificateBuilder> customization) {
        return root.issue(CLIENT.customize(customization)).certificate();
    }

    private static void validateNow(IssuedCertificate issued) throws CertPathValidatorException {
        JavaValidator.trusting(root).at(NOW).validate(issued);
    }

    private static void assertRefused(IssuedCertificate issued, CertPathValidatorException.Reason reason) {
        assertThatThrownBy(() -> validateNow(issued))
                .isInstanceOfSatisfying(CertPathValidatorException.class, e -> assertThat(e.getReason())
                        .isEqualTo(reason));
    }
}
