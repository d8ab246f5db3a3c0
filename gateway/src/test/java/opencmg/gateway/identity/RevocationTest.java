package opencmg.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateDefects;
import opencmg.certs.CertificateRequest;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.RevocationList;
import opencmg.certs.RevocationReason;
import opencmg.gateway.refusal.Hop;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.revocation.RevocationSettings;
import opencmg.gateway.revocation.RevocationSettings.UnreachablePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationTest {

    private static final RevocationSettings SETTINGS = settings(10);

    private final Vertx vertx = Vertx.vertx();
    private final TestSite site = new TestSite();
    private final List<Verifiers> started = new ArrayList<>();
    private final ListServer server = ListServer.start(vertx);
    private CertificateAuthority root;
    private CertificateAuthority issuing;
    private IssuedCertificate client;

    @BeforeEach
    void publishLists() {
        root = site.root.withCrlUrl(server.url("/root.crl"));
        issuing = root.subordinate(TestSite.small("Publishing CA")).withCrlUrl(server.url("/issuing.crl"));
        client = issuing.issue(CertificateRequest.client("PC01"));
        site.intermediates.add(issuing.certificate());
        site.verifyRevocation = true;
        site.publish();
        server.serve("/root.crl", root.revocationList());
        server.serve("/issuing.crl", issuing.revocationList());
    }

    @AfterEach
    void stop() {
        started.forEach(verifiers -> Awaited.done(verifiers.close()));
        server.stop();
        Awaited.done(vertx.close());
    }

    @Test
    void admitsAClientOnNoListAndFetchesEachListOnce() {
        Verifiers verifiers = start(SETTINGS);
        assertThat(verified(verifiers, client)).isNotNull();
        assertThat(verified(verifiers, issuing.issue(CertificateRequest.client("PC02"))))
                .isNotNull();
        assertThat(server.requests()).isEqualTo(2);
        assertThat(verifiers.revocationLists()).hasSize(2).allMatch(line -> line.contains("nextUpdate"));
    }

    @Test
    void refusesARevokedClientAfterOneRefresh() {
        Verifiers verifiers = start(SETTINGS);
        PeerChain connection = PeerChain.of(client.chain());
        assertThat(Awaited.value(verifiers.certificate(connection, site.site())))
                .isNotNull();
        issuing.revoke(client.certificate(), RevocationReason.KEY_COMPROMISE);
        server.serve("/issuing.crl", issuing.revocationList());
        refresh(verifiers);
        Refusal refusal =
                Awaited.refusal(verifiers.certificate(connection, site.site()), RefusalReason.CERTIFICATE_REVOKED);

        assertThat(refusal.reason().status()).isEqualTo(403);
        assertThat(refusal.detail())
                .contains("KEY_COMPROMISE")
                .contains("list number 2")
                .contains("/issuing.crl");
        assertThat(verified(verifiers, issuing.issue(CertificateRequest.client("PC01"))))
                .isNotNull();
    }

    @Test
    void keepsTheListOfAClientWithACachedVerdict() {
        Verifiers verifiers = start(SETTINGS);
        verified(verifiers, client);
        // Once more: loading the lists invalidated the first verdict.
        verified(verifiers, client);
        site.clock.advance(Duration.ofHours(13));
        verified(verifiers, client);
        site.clock.advance(Duration.ofHours(13));
        issuing.revoke(client.certificate(), RevocationReason.KEY_COMPROMISE);
        server.serve("/issuing.crl", issuing.revocationList());
        refresh(verifiers);

        refused(verifiers, client, RefusalReason.CERTIFICATE_REVOKED);
    }

    @Test
    void refusesClientsOfARevokedIntermediate() {
        Verifiers verifiers = start(SETTINGS);
        assertThat(verified(verifiers, client)).isNotNull();
        root.revoke(issuing.certificate(), RevocationReason.CA_COMPROMISE);
        server.serve("/root.crl", root.revocationList());
        refresh(verifiers);

        assertThat(refused(verifiers, client, RefusalReason.CERTIFICATE_REVOKED).detail())
                .contains("Publishing CA");
    }

    @Test
    void distinguishesSerialNumbersOfDifferentAuthorities() {
        CertificateAuthority other =
                root.subordinate(TestSite.small("Second CA")).withCrlUrl(server.url("/second.crl"));
        site.intermediates.add(other.certificate());
        site.publish();
        IssuedCertificate twin = other.issue(
                CertificateRequest.client("PC01").customize(CertificateDefects.withSerialOf(client.certificate())));
        other.revoke(twin.certificate(), RevocationReason.UNSPECIFIED);
        server.serve("/second.crl", other.revocationList());
        Verifiers verifiers = start(SETTINGS);

        assertThat(verified(verifiers, client)).isNotNull();
        assertThat(refused(verifiers, twin, RefusalReason.CERTIFICATE_REVOKED).detail())
                .contains("/second.crl");
    }

    @Test
    void fetchesNoListWhenTheSiteDisablesIt() {
        issuing.revoke(client.certificate(), RevocationReason.UNSPECIFIED);
        server.serve("/issuing.crl", issuing.revocationList());
        site.verifyRevocation = false;
        site.publish();
        Verifiers verifiers = start(SETTINGS);

        assertThat(verified(verifiers, client)).isNotNull();
        assertThat(server.requests()).isZero();
        site.verifyRevocation = true;
        site.publish();
        assertThat(refused(verifiers, client, RefusalReason.CERTIFICATE_REVOKED))
                .isNotNull();
    }

    @Test
    void refusesWhenTheListIsUnavailableAndReportsHopAndUrl() {
        server.break500("/issuing.crl");
        Refusal refusal = refused(start(SETTINGS), client, RefusalReason.REVOCATION_UNKNOWN);

        assertThat(refusal.reason().hop()).isEqualTo(Hop.GATEWAY);
        assertThat(refusal.detail())
                .contains(server.url("/issuing.crl").toString())
                .contains("answered 500");
    }

    @Test
    void admitsWithoutAListWhenConfigured() {
        server.hang("/issuing.crl");
        assertThat(verified(start(new RevocationSettings(null, UnreachablePolicy.ACCEPT, 0, 0, 1, 0)), client))
                .isNotNull();
    }

    @Test
    void timesOutOnAServerThatHangs() {
        server.hang("/issuing.crl");
        assertThat(refused(start(settings(1)), client, RefusalReason.REVOCATION_UNKNOWN)
                        .detail())
                .contains("no whole answer within 1 s");
    }

    @Test
    void abortsAnEndlessResponse() {
        Future<Boolean> closedByClient = server.neverEnd("/issuing.crl");
        assertThat(refused(start(SETTINGS), client, RefusalReason.REVOCATION_UNKNOWN)
                        .detail())
                .contains("more than the 65536 bytes");
        assertThat(Awaited.value(closedByClient)).isTrue();
    }

    @Test
    void doesNotFollowRedirects() {
        server.respond("/issuing.crl", request -> request.response()
                .setStatusCode(302)
                .putHeader("location", server.url("/root.crl").toString())
                .end()
                .onFailure(gone -> {}));
        assertThat(refused(start(SETTINGS), client, RefusalReason.REVOCATION_UNKNOWN)
                        .detail())
                .contains("answered 302")
                .contains("not followed");
    }

    @Test
    void refusesAListOfTwentyMegabytes() {
        server.serve("/issuing.crl", new byte[20 << 20]);
        assertThat(refused(start(RevocationSettings.DEFAULTS), client, RefusalReason.REVOCATION_UNKNOWN)
                        .detail())
                .contains("more than the 8388608 bytes");
    }

    @Test
    void refusesAListWithAForeignSignature() {
        CertificateAuthority twin = site.authority("Test Root").subordinate(TestSite.small("Publishing CA"));
        server.serve("/issuing.crl", twin.revocationList());
        assertThat(refused(start(SETTINGS), client, RefusalReason.REVOCATION_UNKNOWN)
                        .detail())
                .contains("signature that its issuer has not made");
        server.serve("/issuing.crl", root.revocationList());
        assertThat(refused(start(SETTINGS), client, RefusalReason.REVOCATION_UNKNOWN)
                        .detail())
                .contains("signature that its issuer has not made");
        server.serve("/issuing.crl", "<html>login</html>".getBytes(StandardCharsets.US_ASCII));
        assertThat(refused(start(SETTINGS), client, RefusalReason.REVOCATION_UNKNOWN)
                        .detail())
                .contains("not a revocation list");
    }

    @Test
    void refusesAListOlderThanTheCachedOne() {
        RevocationList old = issuing.revocationList();
        issuing.revoke(client.certificate(), RevocationReason.UNSPECIFIED);
        server.serve("/issuing.crl", issuing.revocationList());
        Verifiers verifiers = start(SETTINGS);
        assertThat(refused(verifiers, client, RefusalReason.CERTIFICATE_REVOKED))
                .isNotNull();
        server.serve("/issuing.crl", old);
        refresh(verifiers);

        assertThat(refused(verifiers, client, RefusalReason.CERTIFICATE_REVOKED))
                .isNotNull();
        assertThat(verifiers.revocationLists()).anyMatch(line -> line.contains("is older than the one held"));
    }

    @Test
    void usesAListUntilItsNextUpdateWhileTheServerIsDown() {
        Verifiers verifiers = start(SETTINGS);
        assertThat(verified(verifiers, client)).isNotNull();
        server.respond(
                "/issuing.crl",
                request -> request.response().setStatusCode(503).end().onFailure(gone -> {}));
        refresh(verifiers);
        assertThat(verified(verifiers, client)).isNotNull();
        site.clock.advance(Duration.ofDays(8));
        server.serve("/root.crl", root.revocationList());
        Refusal refusal = refused(verifiers, client, RefusalReason.REVOCATION_UNKNOWN);

        assertThat(refusal.detail()).contains("answered 503").contains("held: number 1, nextUpdate");
        server.serve("/issuing.crl", issuing.revocationList());
        site.clock.advance(Duration.ofSeconds(11));
        assertThat(verified(verifiers, client)).isNotNull();
    }

    @Test
    void usesAListBeyondItsNextUpdateForTheConfiguredTime() {
        Verifiers verifiers = start(new RevocationSettings(null, null, 0, 86_400 * 2, 0, 0));
        assertThat(verified(verifiers, client)).isNotNull();
        server.break500("/issuing.crl");
        server.break500("/root.crl");
        site.clock.advance(Duration.ofDays(8));
        assertThat(verified(verifiers, client)).isNotNull();
        site.clock.advance(Duration.ofDays(2));
        assertThat(refused(verifiers, client, RefusalReason.REVOCATION_UNKNOWN)).isNotNull();
    }

    @Test
    void readsListsFromFilesAndReloadsThem(@TempDir Path folder) throws IOException {
        Path issuingFile = folder.resolve("issuing.crl");
        Path rootFile = folder.resolve("root.crl");
        site.root.revocationList().write(rootFile);
        site.issuing.revocationList().write(issuingFile);
        Verifiers verifiers = start(new RevocationSettings(List.of(rootFile, issuingFile), null, 0, 0, 1, 0));
        IssuedCertificate withoutPoints = site.client("PC03");
        assertThat(verified(verifiers, withoutPoints)).isNotNull();
        site.issuing.revoke(withoutPoints.certificate(), RevocationReason.SUPERSEDED);
        site.issuing.revocationList().write(issuingFile);
        refresh(verifiers);

        assertThat(refused(verifiers, withoutPoints, RefusalReason.CERTIFICATE_REVOKED)
                        .detail())
                .contains("from file");
        Files.delete(issuingFile);
        refresh(verifiers);
        assertThat(refused(verifiers, withoutPoints, RefusalReason.CERTIFICATE_REVOKED))
                .isNotNull();
        assertThat(server.requests()).isZero();
    }

    @Test
    void refusesACertificateWithoutDistributionPointAndFile() {
        assertThat(refused(start(SETTINGS), site.client("PC04"), RefusalReason.REVOCATION_UNKNOWN)
                        .detail())
                .contains("names no distribution point");
    }

    @Test
    void failsToStartWithAFileThatIsNoList(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("broken.crl"), "nothing");
        Future<Verifiers> start =
                Verifiers.start(vertx, new RevocationSettings(List.of(file), null, 0, 0, 0, 0), site.clock);

        assertThatThrownBy(() -> Awaited.value(start))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broken.crl is not a revocation list");
    }

    private Verifiers start(RevocationSettings settings) {
        Verifiers verifiers = Awaited.value(Verifiers.start(vertx, settings, site.clock));
        started.add(verifiers);
        return verifiers;
    }

    private static RevocationSettings settings(int timeoutSeconds) {
        return new RevocationSettings(null, null, 3600, 0, timeoutSeconds, 64 * 1024);
    }

    private static void refresh(Verifiers verifiers) {
        Awaited.done(verifiers.refreshRevocationLists());
    }

    @CanIgnoreReturnValue
    private Identity.Pki verified(Verifiers verifiers, IssuedCertificate presented) {
        return Awaited.value(verifiers.certificate(PeerChain.of(presented.chain()), site.site()));
    }

    @CanIgnoreReturnValue
    private Refusal refused(Verifiers verifiers, IssuedCertificate presented, RefusalReason reason) {
        return Awaited.refusal(verifiers.certificate(PeerChain.of(presented.chain()), site.site()), reason);
    }
}
