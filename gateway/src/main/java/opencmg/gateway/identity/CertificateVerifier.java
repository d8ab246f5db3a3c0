package opencmg.gateway.identity;

import io.vertx.core.Future;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import opencmg.gateway.identity.Identity.AuthMethod;
import opencmg.gateway.identity.VerdictCache.Generations;
import opencmg.gateway.identity.VerdictCache.Verified;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.revocation.RevocationLists;
import opencmg.gateway.revocation.SharedBlockingWork;
import opencmg.gateway.site.PublishedSite;

/**
 * Verifies PKI client certificates. This happens per request and not in the TLS handshake: a resumed session exchanges no certificates, and a
 * changed revocation list must also apply to open connections.
 */
final class CertificateVerifier {

    private final VerdictCache<Identity.Pki> verdicts;
    private final SharedBlockingWork blockingWork;
    private final RevocationLists lists;
    private final Clock clock;

    CertificateVerifier(SharedBlockingWork blockingWork, RevocationLists lists, Clock clock) {
        this.verdicts = new VerdictCache<>(blockingWork, clock, Verifiers.MAX_VERDICTS);
        this.blockingWork = blockingWork;
        this.lists = lists;
        this.clock = clock;
    }

    /** @param chain not empty; only its leaf is used */
    Future<Identity.Pki> verify(PeerChain chain, PublishedSite site) {
        // Read before the verification starts, so that a change meanwhile invalidates the verdict.
        Generations generations = new Generations(site.generation(), lists.generation());
        return verdicts.get(Identity.Pki.class, site.code(), chain.fingerprint(), generations, () -> blockingWork
                .run(() -> findPath(chain, site))
                .compose(path -> identify(path, site))
                .recover(failure -> Future.failedFuture(Refusal.of(failure).by(AuthMethod.PKI.text()))));
    }

    private TrustPath findPath(PeerChain chain, PublishedSite site) {
        Instant now = clock.instant();
        X509Certificate leaf = ClientCertificate.read(chain);
        ClientCertificate.checkValidity(leaf, now);
        ClientCertificate.checkKey(leaf);
        TrustPath path = TrustPath.find(leaf, site.clientAuthorities(), now);
        ClientCertificate.checkPurpose(leaf);
        return path;
    }

    private Future<Verified<Identity.Pki>> identify(TrustPath path, PublishedSite site) {
        X509Certificate leaf = path.certificates().get(0);
        Identity.Pki identity = new Identity.Pki(
                leaf.getSubjectX500Principal().getName(),
                PrintableText.serial(leaf),
                leaf.getIssuerX500Principal().getName(),
                leaf.getNotAfter().toInstant());
        Future<Instant> until = site.clientAuthorities().verifyRevocation()
                ? lists.check(path.certificates(), path.until())
                : Future.succeededFuture(path.until());
        return until.map(end -> new Verified<>(identity, end));
    }
}
