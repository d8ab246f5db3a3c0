package opencmg.certs;

import java.math.BigInteger;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Issues and revokes certificates.
 *
 * <pre>{@code
 * CertificateAuthority root = CertificateAuthority.root("Lab Root", CaEnvironment.forTests());
 * CertificateAuthority issuing = root.subordinate("Lab Issuing CA");
 * IssuedCertificate client = issuing.issue(CertificateRequest.client("PC01.corp.example"));
 * IssuedCertificate expired =
 *         issuing.issue(CertificateRequest.client("PC02.corp.example").customize(CertificateDefects.expired()));
 * issuing.revoke(client.certificate(), RevocationReason.KEY_COMPROMISE);
 * RevocationList list = issuing.revocationList();
 * }</pre>
 *
 * Threads: any. A ledger records what was issued and revoked, in memory here and in a file with {@link LabPki}.
 */
public final class CertificateAuthority {

    private static final Duration LIST_LIFETIME = Duration.ofDays(7);

    private final IssuedCertificate self;
    private final Ledger ledger;
    private final CaEnvironment environment;
    private final @Nullable URI crlUrl;

    CertificateAuthority(IssuedCertificate self, Ledger ledger, CaEnvironment environment, @Nullable URI crlUrl) {
        this.self = self;
        this.ledger = ledger;
        this.environment = environment;
        this.crlUrl = crlUrl;
    }

    /** A new root with an RSA-2048 key that lasts ten years. */
    public static CertificateAuthority root(String name, CaEnvironment environment) {
        return root(CertificateRequest.authority(name), environment);
    }

    /** A new root for a request made by {@link CertificateRequest#authority}. */
    public static CertificateAuthority root(CertificateRequest request, CaEnvironment environment) {
        return new CertificateAuthority(
                SelfSigned.make(requireAuthority(request), environment), new MemoryLedger(), environment, null);
    }

    /** A new authority below this one. */
    public CertificateAuthority subordinate(String name) {
        return subordinate(CertificateRequest.authority(name));
    }

    /** A new authority below this one, for a request made by {@link CertificateRequest#authority}. */
    public CertificateAuthority subordinate(CertificateRequest request) {
        return new CertificateAuthority(issue(requireAuthority(request)), new MemoryLedger(), environment, null);
    }

    private static CertificateRequest requireAuthority(CertificateRequest request) {
        if (request.purpose() != CertificatePurpose.AUTHORITY) {
            throw new InvalidCertificateRequestException(
                    "\"" + request.commonName() + "\" is not ordered as an authority");
        }
        return request;
    }

    /** The same authority; certificates issued through the result name this URL as their CRL distribution point. */
    public CertificateAuthority withCrlUrl(URI url) {
        return new CertificateAuthority(self, ledger, environment, url);
    }

    /** Issues a certificate with a new key. The chain does not contain the root. */
    public IssuedCertificate issue(CertificateRequest request) {
        KeyPair keys = SelfSigned.keysFor(request, environment);
        Signer signer = Signer.of(certificate(), self.key());
        Instant end = certificate().getNotAfter().toInstant();
        CertificateBuilder builder =
                signer.prepare(request, keys.getPublic(), environment.clock().instant(), end);
        if (crlUrl != null) {
            builder.crlDistributionPoints(crlUrl);
        }
        request.customization().accept(builder);
        X509Certificate certificate = signer.sign(builder);
        ledger.add(LedgerEntry.issued(certificate, builder.now()));
        return new IssuedCertificate(
                Stream.concat(Stream.of(certificate), self.chain().stream().filter(link -> !isSelfIssued(link)))
                        .toList(),
                keys.getPrivate());
    }

    private static boolean isSelfIssued(X509Certificate link) {
        return link.getSubjectX500Principal().equals(link.getIssuerX500Principal());
    }

    /** Revokes as of the next {@link #revocationList}. A second revocation changes neither time nor reason. */
    public void revoke(X509Certificate certificate, RevocationReason reason) {
        revoke(certificate.getSerialNumber(), reason);
    }

    /** Revokes by serial number, which need not have been issued. */
    public void revoke(BigInteger serial, RevocationReason reason) {
        ledger.revoke(serial, new LedgerEntry.Revocation(environment.clock().instant(), reason));
    }

    /** A new revocation list with the next number, valid for a week. */
    public RevocationList revocationList() {
        return revocationList(LIST_LIFETIME);
    }

    /** A new revocation list with that time until its nextUpdate; a negative time makes an outdated list. */
    public RevocationList revocationList(Duration lifetime) {
        Instant now = environment.clock().instant();
        return RevocationList.sign(self, ledger.nextListNumber(), ledger.entries(), now, now.plus(lifetime));
    }

    /** Its own certificate; that of a root is the trust anchor. */
    public X509Certificate certificate() {
        return self.certificate();
    }

    /** Its own certificate and key, for tests that sign something themselves. */
    public IssuedCertificate identity() {
        return self;
    }

    Ledger ledger() {
        return ledger;
    }
}
