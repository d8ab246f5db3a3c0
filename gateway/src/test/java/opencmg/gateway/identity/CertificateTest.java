package opencmg.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateBuilder;
import opencmg.certs.CertificateDefects;
import opencmg.certs.CertificateRequest;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.KeyKind;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.revocation.RevocationSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificateTest {

    private final Vertx vertx = Vertx.vertx();
    private final TestSite site = new TestSite();
    private Verifiers verifiers;

    @BeforeAll
    void start() {
        verifiers = Awaited.value(Verifiers.start(vertx, RevocationSettings.DEFAULTS, site.clock));
    }

    @AfterAll
    void stop() {
        Awaited.done(verifiers.close().eventually(vertx::close));
    }

    @Test
    void verifiesAClientWithAndWithoutItsIntermediates() {
        IssuedCertificate client = site.client("PC01.corp.example");
        Identity.Pki whole = verified(client, site);
        Identity.Pki alone = verified(client.withoutIntermediates(), site);

        assertThat(whole).isEqualTo(alone);
        assertThat(whole.subject()).isEqualTo("CN=PC01.corp.example");
        assertThat(whole.issuer()).contains("Test Issuing CA");
    }

    @Test
    void verifiesAClientWithAnEllipticCurveKey() {
        assertThat(verified(site.issuing.issue(CertificateRequest.client("EC").withKey(KeyKind.EC_P256)), site))
                .isNotNull();
    }

    @Test
    void verifiesAClientIssuedByTheRoot() {
        assertThat(verified(site.root.issue(CertificateRequest.client("Direct")), site))
                .isNotNull();
    }

    @Test
    void completesAtOnceWhenTheVerdictIsCached() {
        PeerChain chain = PeerChain.of(site.client("Warm").chain());
        Awaited.done(verifiers.certificate(chain, site.site()));
        assertThat(verifiers.certificate(chain, site.site()).succeeded()).isTrue();
    }

    record Bad(String name, IssuedCertificate client, RefusalReason reason, String detail) {

        @Override
        public String toString() {
            return name;
        }
    }

    Stream<Bad> badCertificates() {
        CertificateAuthority foreign = site.authority("Foreign Root");
        CertificateAuthority twin = site.authority("Test Root").subordinate(TestSite.small("Test Issuing CA"));
        CertificateAuthority unknown = site.root.subordinate(TestSite.small("Unknown CA"));
        return Stream.of(
                bad("expired", CertificateDefects.expired(), RefusalReason.CERTIFICATE_EXPIRED, "expired at"),
                bad(
                        "not yet valid",
                        CertificateDefects.notYetValid(),
                        RefusalReason.CERTIFICATE_NOT_YET_VALID,
                        "valid from"),
                bad(
                        "for code signing",
                        CertificateDefects.forCodeSigning(),
                        RefusalReason.CERTIFICATE_PURPOSE,
                        "1.3.6.1.5.5.7.3.3"),
                bad(
                        "for nothing in particular",
                        CertificateDefects.withoutExtendedKeyUsage(),
                        RefusalReason.CERTIFICATE_PURPOSE,
                        "none"),
                bad(
                        "of 100 kB",
                        CertificateDefects.withUnknownExtension(100_000, false),
                        RefusalReason.CERTIFICATE_MALFORMED,
                        "32768"),
                bad(
                        "with an unknown critical extension",
                        CertificateDefects.withUnknownExtension(8, true),
                        RefusalReason.CERTIFICATE_UNTRUSTED,
                        ""),
                new Bad(
                        "of a server",
                        site.issuing.issue(CertificateRequest.edgeAt("gateway.corp.example")),
                        RefusalReason.CERTIFICATE_PURPOSE,
                        "1.3.6.1.5.5.7.3.1"),
                new Bad(
                        "with a key of 1024 bits",
                        site.issuing.issue(CertificateRequest.client("Weak").withKey(KeyKind.RSA_1024)),
                        RefusalReason.CERTIFICATE_KEY,
                        "1024"),
                new Bad("self-signed", site.selfSigned(), RefusalReason.CERTIFICATE_UNTRUSTED, "self-signed"),
                new Bad(
                        "of a foreign root",
                        foreign.issue(CertificateRequest.client("PC02")),
                        RefusalReason.CERTIFICATE_UNTRUSTED,
                        "CA certificate of 'CN=Foreign Root"),
                new Bad(
                        "of a foreign root with our names",
                        twin.issue(CertificateRequest.client("PC03")),
                        RefusalReason.CERTIFICATE_UNTRUSTED,
                        "an authority of the name 'CN=Test Issuing CA"),
                new Bad(
                        "of an intermediate that is sent but not uploaded",
                        unknown.issue(CertificateRequest.client("PC04")),
                        RefusalReason.CERTIFICATE_UNTRUSTED,
                        "CA certificate of 'CN=Unknown CA"));
    }

    @ParameterizedTest
    @MethodSource("badCertificates")
    void refuses(Bad bad) {
        Refusal refusal =
                Awaited.refusal(verifiers.certificate(PeerChain.of(bad.client().chain()), site.site()), bad.reason());

        assertThat(refusal.detail()).contains(bad.detail());
        assertThat(refusal.authMethod()).isEqualTo("pki");
    }

    @Test
    void refusesNamesOutsideTheNameConstraints() {
        TestSite other = new TestSite();
        CertificateAuthority limited = other.root.subordinate(
                TestSite.small("Limited CA").customize(CertificateDefects.limitedToDomain("corp.example")));
        other.intermediates.add(limited.certificate());
        other.publish();

        assertThat(verified(limited.issue(CertificateRequest.client("pc1.corp.example")), other))
                .isNotNull();
        refused(
                limited.issue(CertificateRequest.client("pc1.evil.example")),
                other,
                RefusalReason.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void refusesAnAuthorityBeyondThePathLength() {
        TestSite other = new TestSite();
        CertificateAuthority last =
                other.root.subordinate(TestSite.small("Last CA").customize(CertificateDefects.withoutSubordinates()));
        CertificateAuthority below = last.subordinate(TestSite.small("Below CA"));
        other.intermediates.addAll(List.of(last.certificate(), below.certificate()));
        other.publish();

        assertThat(verified(last.issue(CertificateRequest.client("PC1")), other))
                .isNotNull();
        refused(below.issue(CertificateRequest.client("PC2")), other, RefusalReason.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void refusesACertificateIssuedByAClientCertificate() {
        TestSite other = new TestSite();
        IssuedCertificate client = other.client("PC1");
        other.intermediates.add(client.certificate());
        other.publish();
        CertificateAuthority impostor = other.authority("PC1");

        refused(impostor.issue(CertificateRequest.client("PC2")), other, RefusalReason.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void refusesClientsOfARemovedRoot() {
        TestSite other = new TestSite();
        IssuedCertificate client = other.client("PC1");
        assertThat(verified(client, other)).isNotNull();
        other.roots.clear();
        other.publish();
        assertThat(refused(client, other, RefusalReason.CERTIFICATE_UNTRUSTED).detail())
                .contains("no root certificate");
        other.roots.add(other.authority("Another Root").certificate());
        other.publish();
        assertThat(refused(client, other, RefusalReason.CERTIFICATE_UNTRUSTED).detail())
                .contains("CA certificate of 'CN=Test Root");
    }

    @Test
    void verifiesClientsOfAnAuthorityBeforeAndAfterItsRenewalUnderOneName() {
        TestSite other = new TestSite();
        CertificateAuthority renewed = other.root.subordinate(TestSite.small("Test Issuing CA"));
        other.intermediates.add(renewed.certificate());
        other.publish();

        assertThat(verified(other.client("PC1"), other)).isNotNull();
        assertThat(verified(renewed.issue(CertificateRequest.client("PC1")), other))
                .isNotNull();
        other.intermediates.remove(other.issuing.certificate());
        other.publish();
        refused(other.client("PC1"), other, RefusalReason.CERTIFICATE_UNTRUSTED);
        assertThat(verified(renewed.issue(CertificateRequest.client("PC1")), other))
                .isNotNull();
    }

    @Test
    void refusesAClientAsSoonAsItsCertificateExpires() {
        TestSite other = new TestSite();
        Verifiers timed = Awaited.value(Verifiers.start(vertx, RevocationSettings.DEFAULTS, other.clock));
        IssuedCertificate client =
                other.issuing.issue(CertificateRequest.client("PC1").withLifetime(Duration.ofHours(1)));
        PeerChain chain = PeerChain.of(client.chain());
        assertThat(Awaited.value(timed.certificate(chain, other.site()))).isNotNull();
        other.clock.advance(Duration.ofMinutes(61));
        assertThat(Awaited.refusal(timed.certificate(chain, other.site()), RefusalReason.CERTIFICATE_EXPIRED)
                        .detail())
                .contains("PC1");
        Awaited.done(timed.close());
    }

    private Bad bad(String name, Consumer<CertificateBuilder> change, RefusalReason reason, String detail) {
        return new Bad(
                name,
                site.issuing.issue(CertificateRequest.client("Odd.corp.example").customize(change)),
                reason,
                detail);
    }

    @CanIgnoreReturnValue
    private Identity.Pki verified(IssuedCertificate client, TestSite at) {
        return Awaited.value(verifiers.certificate(PeerChain.of(client.chain()), at.site()));
    }

    @CanIgnoreReturnValue
    private Refusal refused(IssuedCertificate client, TestSite at, RefusalReason reason) {
        return Awaited.refusal(verifiers.certificate(PeerChain.of(client.chain()), at.site()), reason);
    }
}
