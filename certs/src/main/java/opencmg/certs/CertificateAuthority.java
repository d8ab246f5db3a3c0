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
 * Issues certificates and takes them back.
 *
 * <pre>{@code
 * CertificateAuthority root = CertificateAuthority.root("Lab Root", Workshop.forTests());
 * CertificateAuthority issuing = root.subordinate("Lab Issuing CA");
 * Issued client = issuing.issue(Order.client("PC01.corp.example"));
 * Issued old = issuing.issue(Order.client("PC02.corp.example").odd(Odd.expired()));
 * issuing.revoke(client.certificate(), RevocationReason.KEY_COMPROMISE);
 * RevocationList list = issuing.revocationList();
 * }</pre>
 *
 * Threads: any. What was issued and revoked is kept in a ledger, in memory here and in a file with {@link LabPki}.
 */
public final class CertificateAuthority {

    private static final Duration LIST_LIFETIME = Duration.ofDays(7);

    private final IssuedCertificate self;
    private final Ledger ledger;
    private final CaEnvironment workshop;
    private final @Nullable URI listPlace;

    CertificateAuthority(IssuedCertificate self, Ledger ledger, CaEnvironment workshop, @Nullable URI listPlace) {
        this.self = self;
        this.ledger = ledger;
        this.workshop = workshop;
        this.listPlace = listPlace;
    }

    /** A new root with an RSA-2048 key that lasts ten years. */
    public static CertificateAuthority root(String name, CaEnvironment workshop) {
        return root(CertificateRequest.authority(name), workshop);
    }

    /** A new root as ordered; {@link CertificateRequest#authority} is where such an order begins. */
    public static CertificateAuthority root(CertificateRequest order, CaEnvironment workshop) {
        return new CertificateAuthority(
                SelfSigned.make(authority(order), workshop), new MemoryLedger(), workshop, null);
    }

    /** A new authority below this one. */
    public CertificateAuthority subordinate(String name) {
        return subordinate(CertificateRequest.authority(name));
    }

    /** A new authority below this one, as ordered. */
    public CertificateAuthority subordinate(CertificateRequest order) {
        return new CertificateAuthority(issue(authority(order)), new MemoryLedger(), workshop, null);
    }

    private static CertificateRequest authority(CertificateRequest order) {
        if (order.purpose() != CertificatePurpose.AUTHORITY) {
            throw new InvalidCertificateRequestException(
                    "\"" + order.commonName() + "\" is not ordered as an authority");
        }
        return order;
    }

    /** The same authority; what it issues from now on names that place as the distribution point of its revocation list. */
    public CertificateAuthority publishingAt(URI place) {
        return new CertificateAuthority(self, ledger, workshop, place);
    }

    /** A certificate with a new key and its chain up to, but without, the root. */
    public IssuedCertificate issue(CertificateRequest order) {
        KeyPair keys = SelfSigned.keysFor(order, workshop);
        Signer signer = Signer.of(certificate(), self.key());
        Instant end = certificate().getNotAfter().toInstant();
        CertificateBuilder draft =
                signer.draft(order, keys.getPublic(), workshop.clock().instant(), end);
        if (listPlace != null) {
            draft.revocationListsAt(listPlace);
        }
        order.change().accept(draft);
        X509Certificate certificate = signer.sign(draft);
        ledger.add(LedgerEntry.issued(certificate, draft.now()));
        return new IssuedCertificate(
                Stream.concat(Stream.of(certificate), self.chain().stream().filter(link -> !vouchesForItself(link)))
                        .toList(),
                keys.getPrivate());
    }

    private static boolean vouchesForItself(X509Certificate link) {
        return link.getSubjectX500Principal().equals(link.getIssuerX500Principal());
    }

    /** From the next {@link #revocationList} on it is revoked. Once revoked, time and reason stay. */
    public void revoke(X509Certificate certificate, RevocationReason reason) {
        revoke(certificate.getSerialNumber(), reason);
    }

    /** As above, by number; numbers that were never issued may be revoked as well. */
    public void revoke(BigInteger serial, RevocationReason reason) {
        ledger.revoke(serial, new LedgerEntry.Revocation(workshop.clock().instant(), reason));
    }

    /** A new revocation list, one number above the last, good for a week. */
    public RevocationList revocationList() {
        return revocationList(LIST_LIFETIME);
    }

    /** As above, with the time to its nextUpdate, which may lie in the past. */
    public RevocationList revocationList(Duration lifetime) {
        Instant now = workshop.clock().instant();
        return RevocationList.sign(self, ledger.nextListNumber(), ledger.entries(), now, now.plus(lifetime));
    }

    /** Its own certificate: of a root this is what others trust. */
    public X509Certificate certificate() {
        return self.certificate();
    }

    /** Its own certificate and key, for example to sign what it should never sign. */
    public IssuedCertificate identity() {
        return self;
    }

    Ledger ledger() {
        return ledger;
    }
}
