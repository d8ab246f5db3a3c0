package opencmg.gateway.identity;

import io.vertx.core.Future;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import opencmg.gateway.identity.VerdictCache.Basis;
import opencmg.gateway.identity.VerdictCache.Dated;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.revocation.RevocationLists;
import opencmg.gateway.revocation.SharedBlockingWork;
import opencmg.gateway.site.PublishedSite;

/**
 * PKI client certificates. Per request and not in the TLS handshake: a resumed session has no handshake of certificates, and a list that changes
 * must act on connections that are open.
 */
final class CertificateVerifier {

    private final VerdictCache<Identity.Pki> verdicts;
    private final SharedBlockingWork offLoop;
    private final RevocationLists lists;
    private final Clock clock;

    CertificateVerifier(SharedBlockingWork offLoop, RevocationLists lists, Clock clock) {
        this.verdicts = new VerdictCache<>(offLoop, clock, Verifiers.VERDICTS);
        this.offLoop = offLoop;
        this.lists = lists;
        this.clock = clock;
    }

    /** @param chain not empty; only its leaf is used */
    Future<Identity.Pki> verify(PeerChain chain, PublishedSite site) {
        // The generations are read before the work: what changes while it is done makes the verdict void.
        Basis basis = new Basis(site.generation(), lists.generation());
        return verdicts.of(Identity.Pki.class, site.code(), chain.fingerprint(), basis, () -> offLoop.run(
                        () -> path(chain, site))
                .compose(path -> identify(path, site))
                .recover(failure -> Future.failedFuture(Refusal.of(failure).saidBy(AuthMethod.PKI.text()))));
    }

    private TrustPath path(PeerChain chain, PublishedSite site) {
        Instant now = clock.instant();
        X509Certificate leaf = ClientCertificate.read(chain);
        ClientCertificate.checkValidity(leaf, now);
        ClientCertificate.checkKey(leaf);
        TrustPath path = TrustPath.find(leaf, site.clientAuthorities(), now);
        ClientCertificate.checkPurpose(leaf);
        return path;
    }

    private Future<Dated<Identity.Pki>> identify(TrustPath path, PublishedSite site) {
        X509Certificate leaf = path.certificates().get(0);
        Identity.Pki identity = new Identity.Pki(
                leaf.getSubjectX500Principal().getName(),
                PrintableText.serial(leaf),
                leaf.getIssuerX500Principal().getName(),
                leaf.getNotAfter().toInstant());
        Future<Instant> until = site.clientAuthorities().verifyRevocation()
                ? lists.check(path.certificates(), path.until())
                : Future.succeededFuture(path.until());
        return until.map(end -> new Dated<>(identity, end));
    }
}
