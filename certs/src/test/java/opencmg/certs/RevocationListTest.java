package opencmg.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.SignatureException;
import java.security.cert.CRLReason;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import org.junit.jupiter.api.Test;

class RevocationListTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    /** The JDK accepts a certificate up to and including the second of its revocation. */
    private static final Instant A_MOMENT_LATER = NOW.plusSeconds(1);

    private static final CertificateRequest CLIENT = CertificateRequest.client("pc01.corp.example");

    private final CertificateAuthority root =
            CertificateAuthority.root(elliptic("Test Root"), CaEnvironment.forTests(Clock.fixed(NOW, ZoneOffset.UTC)));
    private final CertificateAuthority issuing = root.subordinate(elliptic("Test Issuing CA"));

    /** Every test creates its own authorities; EC keys are generated a thousand times faster than RSA keys. */
    private static CertificateRequest elliptic(String name) {
        return CertificateRequest.authority(name).withKey(KeyKind.EC_P256);
    }

    @Test
    void revokesOnlyTheRevokedCertificate() {
        IssuedCertificate good = issuing.issue(CLIENT);
        IssuedCertificate bad = issuing.issue(CLIENT);
        issuing.revoke(bad.certificate(), RevocationReason.KEY_COMPROMISE);
        JavaValidator validator =
                JavaValidator.trusting(root).at(A_MOMENT_LATER).with(root.revocationList(), issuing.revocationList());

        assertThatCode(() -> validator.validate(good)).doesNotThrowAnyException();
        assertThatThrownBy(() -> validator.validate(bad))
                .isInstanceOfSatisfying(CertPathValidatorException.class, e -> assertThat(e.getReason())
                        .isEqualTo(BasicReason.REVOKED));
    }

    @Test
    void invalidatesEverythingBelowARevokedAuthority() {
        IssuedCertificate client = issuing.issue(CLIENT);
        root.revoke(issuing.certificate(), RevocationReason.CA_COMPROMISE);
        JavaValidator validator =
                JavaValidator.trusting(root).at(A_MOMENT_LATER).with(root.revocationList(), issuing.revocationList());

        assertThatThrownBy(() -> validator.validate(client))
                .isInstanceOfSatisfying(CertPathValidatorException.class, e -> {
                    assertThat(e.getReason()).isEqualTo(BasicReason.REVOKED);
                    assertThat(e.getIndex()).isEqualTo(1);
                });
    }

    @Test
    void keepsTheTimeAndReasonOfTheFirstRevocation() {
        IssuedCertificate client = issuing.issue(CLIENT);
        issuing.revoke(client.certificate(), RevocationReason.SUPERSEDED);
        issuing.revoke(client.certificate(), RevocationReason.KEY_COMPROMISE);
        X509CRL crl = issuing.revocationList().crl();

        assertThat(crl.getRevokedCertificate(client.certificate())).satisfies(entry -> {
            assertThat(entry.getRevocationReason()).isEqualTo(CRLReason.SUPERSEDED);
            assertThat(entry.getRevocationDate()).isEqualTo(Date.from(NOW));
        });
    }

    @Test
    void encodesEveryReasonWithItsStandardCode() {
        for (RevocationReason reason : RevocationReason.values()) {
            BigInteger serial = BigInteger.valueOf(1000 + reason.code());
            issuing.revoke(serial, reason);
            CRLReason read =
                    issuing.revocationList().crl().getRevokedCertificate(serial).getRevocationReason();

            // RFC 5280 section 5.3.1 wants no reason rather than "unspecified".
            assertThat(read == null ? "UNSPECIFIED" : read.name()).isEqualTo(reason.name());
        }
    }

    @Test
    void numbersListsFromOne() {
        assertThat(issuing.revocationList().number()).isEqualTo(1);
        assertThat(issuing.revocationList().number()).isEqualTo(2);
        assertThat(root.revocationList().number()).isEqualTo(1);
    }

    @Test
    void isValidForAWeekByDefault() {
        assertThat(issuing.revocationList().crl().getNextUpdate()).isEqualTo(Date.from(NOW.plus(Duration.ofDays(7))));
        assertThat(issuing.revocationList(Duration.ofMinutes(-1)).crl().getNextUpdate())
                .isEqualTo(Date.from(NOW.minus(Duration.ofMinutes(1))));
    }

    @Test
    void isSignedByItsAuthorityAndReadableByTheJdk() throws Exception {
        byte[] der = issuing.revocationList().der();
        X509CRL read = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));

        assertThat(read.getIssuerX500Principal())
                .isEqualTo(issuing.certificate().getSubjectX500Principal());
        assertThatCode(() -> read.verify(issuing.certificate().getPublicKey())).doesNotThrowAnyException();
        assertThatThrownBy(() -> read.verify(root.certificate().getPublicKey())).isInstanceOf(SignatureException.class);
    }

    @Test
    void acceptsSerialNumbersThatWereNeverIssued() {
        for (int i = 1; i <= 5_000; i++) {
            issuing.revoke(BigInteger.valueOf(i), RevocationReason.UNSPECIFIED);
        }

        assertThat(issuing.revocationList().crl().getRevokedCertificates()).hasSize(5_000);
    }
}
