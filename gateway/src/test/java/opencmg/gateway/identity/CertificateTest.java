package opencmg.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.Draft;
import opencmg.certs.Issued;
import opencmg.certs.KeyKind;
import opencmg.certs.Odd;
import opencmg.certs.Order;
import opencmg.gateway.refusal.Reason;
import opencmg.gateway.refusal.Refusal;
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
    void knowsAClientWhetherItSendsItsIntermediatesOrNot() {
        Issued client = site.client("PC01.corp.example");
        Identity.Pki whole = verified(client, site);
        Identity.Pki alone = verified(client.withoutIntermediates(), site);

        assertThat(whole).isEqualTo(alone);
        assertThat(whole.subject()).isEqualTo("CN=PC01.corp.example");
        assertThat(whole.issuer()).contains("Test Issuing CA");
    }

    @Test
    void knowsAClientWithAnEllipticKeyOrALongOne() {
        assertThat(verified(site.issuing.issue(Order.client("EC").with(KeyKind.EC_P256)), site))
                .isNotNull();
    }

    @Test
    void knowsAClientThatTheRootItselfHasIssued() {
        assertThat(verified(site.root.issue(Order.client("Direct")), site)).isNotNull();
    }

    @Test
    void answersAtOnceWhenTheVerdictIsKnown() {
        PeerChain chain = PeerChain.of(site.client("Warm").chain());
        Awaited.done(verifiers.certificate(chain, site.site()));
        assertThat(verifiers.certificate(chain, site.site()).succeeded()).isTrue();
    }

    record Bad(String name, Issued client, Reason reason, String detail) {

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
                bad("expired", Odd.expired(), Reason.CERTIFICATE_EXPIRED, "expired at"),
                bad("not yet valid", Odd.notYetValid(), Reason.CERTIFICATE_NOT_YET_VALID, "valid from"),
                bad("for code signing", Odd.forCodeSigning(), Reason.CERTIFICATE_PURPOSE, "1.3.6.1.5.5.7.3.3"),
                bad("for nothing in particular", Odd.withoutExtendedKeyUsage(), Reason.CERTIFICATE_PURPOSE, "none"),
                bad("of 100 kB", Odd.withUnknownExtension(100_000, false), Reason.CERTIFICATE_MALFORMED, "32768"),
                bad(
                        "with an unknown critical extension",
                        Odd.withUnknownExtension(8, true),
                        Reason.CERTIFICATE_UNTRUSTED,
                        ""),
                new Bad(
                        "of a server",
                        site.issuing.issue(Order.edgeAt("gateway.corp.example")),
                        Reason.CERTIFICATE_PURPOSE,
                        "1.3.6.1.5.5.7.3.1"),
                new Bad(
                        "with a key of 1024 bits",
                        site.issuing.issue(Order.client("Weak").with(KeyKind.RSA_1024)),
                        Reason.CERTIFICATE_KEY,
                        "1024"),
                new Bad("self-signed", site.selfSigned(), Reason.CERTIFICATE_UNTRUSTED, "self-signed"),
                new Bad(
                        "of a foreign root",
                        foreign.issue(Order.client("PC02")),
                        Reason.CERTIFICATE_UNTRUSTED,
                        "CA certificate of 'CN=Foreign Root"),
                new Bad(
                        "of a foreign root with our names",
                        twin.issue(Order.client("PC03")),
                        Reason.CERTIFICATE_UNTRUSTED,
                        "an authority of the name 'CN=Test Issuing CA"),
                new Bad(
                        "of an intermediate that is sent but not uploaded",
                        unknown.issue(Order.client("PC04")),
                        Reason.CERTIFICATE_UNTRUSTED,
                        "CA certificate of 'CN=Unknown CA"));
    }

    @ParameterizedTest
    @MethodSource("badCertificates")
    void refusesOne(Bad bad) {
        Refusal refusal =
                Awaited.refusal(verifiers.certificate(PeerChain.of(bad.client().chain()), site.site()), bad.reason());

        assertThat(refusal.detail()).contains(bad.detail());
        assertThat(refusal.way()).isEqualTo("pki");
    }

    @Test
    void refusesNamesThatTheAuthorityMayNotIssue() {
        TestSite other = new TestSite();
        CertificateAuthority limited =
                other.root.subordinate(TestSite.small("Limited CA").odd(Odd.onlyUnder("corp.example")));
        other.intermediates.add(limited.certificate());
        other.publish();

        assertThat(verified(limited.issue(Order.client("pc1.corp.example")), other))
                .isNotNull();
        refused(limited.issue(Order.client("pc1.evil.example")), other, Reason.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void refusesAnAuthorityBelowOneThatMayHaveNone() {
        TestSite other = new TestSite();
        CertificateAuthority last =
                other.root.subordinate(TestSite.small("Last CA").odd(Odd.lastAuthority()));
        CertificateAuthority below = last.subordinate(TestSite.small("Below CA"));
        other.intermediates.addAll(List.of(last.certificate(), below.certificate()));
        other.publish();

        assertThat(verified(last.issue(Order.client("PC1")), other)).isNotNull();
        refused(below.issue(Order.client("PC2")), other, Reason.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void refusesAClientThatPosesAsAnAuthority() {
        TestSite other = new TestSite();
        Issued client = other.client("PC1");
        other.intermediates.add(client.certificate());
        other.publish();
        CertificateAuthority posing = other.authority("PC1");

        refused(posing.issue(Order.client("PC2")), other, Reason.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void stopsClientsOfARootThatIsTakenAway() {
        TestSite other = new TestSite();
        Issued client = other.client("PC1");
        assertThat(verified(client, other)).isNotNull();
        other.roots.clear();
        other.publish();
        assertThat(refused(client, other, Reason.CERTIFICATE_UNTRUSTED).detail())
                .contains("no root certificate");
        other.roots.add(other.authority("Another Root").certificate());
        other.publish();
        assertThat(refused(client, other, Reason.CERTIFICATE_UNTRUSTED).detail())
                .contains("CA certificate of 'CN=Test Root");
    }

    @Test
    void knowsTheClientsOfAnAuthorityFromBeforeAndAfterItsRenewalUnderOneName() {
        TestSite other = new TestSite();
        CertificateAuthority renewed = other.root.subordinate(TestSite.small("Test Issuing CA"));
        other.intermediates.add(renewed.certificate());
        other.publish();

        assertThat(verified(other.client("PC1"), other)).isNotNull();
        assertThat(verified(renewed.issue(Order.client("PC1")), other)).isNotNull();
        other.intermediates.remove(other.issuing.certificate());
        other.publish();
        refused(other.client("PC1"), other, Reason.CERTIFICATE_UNTRUSTED);
        assertThat(verified(renewed.issue(Order.client("PC1")), other)).isNotNull();
    }

    @Test
    void stopsAClientTheMomentItsCertificateEnds() {
        TestSite other = new TestSite();
        Verifiers timed = Awaited.value(Verifiers.start(vertx, RevocationSettings.DEFAULTS, other.clock));
        Issued client = other.issuing.issue(Order.client("PC1").lasting(Duration.ofHours(1)));
        PeerChain chain = PeerChain.of(client.chain());
        assertThat(Awaited.value(timed.certificate(chain, other.site()))).isNotNull();
        other.clock.advance(Duration.ofMinutes(61));
        assertThat(Awaited.refusal(timed.certificate(chain, other.site()), Reason.CERTIFICATE_EXPIRED)
                        .detail())
                .contains("PC1");
        Awaited.done(timed.close());
    }

    private Bad bad(String name, Consumer<Draft> change, Reason reason, String detail) {
        return new Bad(name, site.issuing.issue(Order.client("Odd.corp.example").odd(change)), reason, detail);
    }

    @CanIgnoreReturnValue
    private Identity.Pki verified(Issued client, TestSite at) {
        return Awaited.value(verifiers.certificate(PeerChain.of(client.chain()), at.site()));
    }

    @CanIgnoreReturnValue
    private Refusal refused(Issued client, TestSite at, Reason reason) {
        return Awaited.refusal(verifiers.certificate(PeerChain.of(client.chain()), at.site()), reason);
    }
}
