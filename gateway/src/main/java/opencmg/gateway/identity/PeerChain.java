package opencmg.gateway.identity;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.AbstractList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that a TLS client has shown, leaf first, which remembers what is computed from the leaf. Make one per connection: then a
 * request on a warm connection hashes no certificate. Benign races: two threads compute the same value.
 */
public final class PeerChain extends AbstractList<X509Certificate> {

    /** The client has shown no certificate. */
    public static final PeerChain EMPTY = new PeerChain(List.of());

    private final List<X509Certificate> certificates;
    private volatile @Nullable Fingerprint fingerprint;
    private volatile @Nullable String header;

    private PeerChain(List<X509Certificate> certificates) {
        this.certificates = certificates;
    }

    /** The same chain; itself when it is one already. */
    public static PeerChain of(List<X509Certificate> certificates) {
        if (certificates instanceof PeerChain chain) {
            return chain;
        }
        return certificates.isEmpty() ? EMPTY : new PeerChain(List.copyOf(certificates));
    }

    @Override
    public X509Certificate get(int index) {
        return certificates.get(index);
    }

    @Override
    public int size() {
        return certificates.size();
    }

    /** SHA-256 of the leaf. The chain must not be empty. */
    Fingerprint fingerprint() {
        Fingerprint known = fingerprint;
        if (known == null) {
            known = Fingerprint.of(leafBytes());
            fingerprint = known;
        }
        return known;
    }

    /** The leaf as the value of the header field {@code Client-Cert} (RFC 9440 2.2). The chain must not be empty. */
    public String clientCertHeader() {
        String known = header;
        if (known == null) {
            known = ":" + Base64.getEncoder().encodeToString(leafBytes()) + ":";
            header = known;
        }
        return known;
    }

    /** SHA-256 thumbprint of the leaf as in {@code x5t#S256} (RFC 8705 3.1), null when the chain is empty. */
    public @Nullable String thumbprint() {
        return isEmpty() ? null : fingerprint().base64url();
    }

    private byte[] leafBytes() {
        try {
            return certificates.get(0).getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate from a TLS handshake cannot be encoded", e);
        }
    }
}
