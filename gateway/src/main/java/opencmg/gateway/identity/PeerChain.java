package opencmg.gateway.identity;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.AbstractList;
import java.util.Base64;
import java.util.List;
import opencmg.gateway.identity.VerdictCache.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that a TLS client presented, leaf first. Caches the values that are computed from the leaf: create one per connection, and requests
 * on a warm connection hash no certificate. The races are benign: two threads compute the same value.
 */
public final class PeerChain extends AbstractList<X509Certificate> {

    /** The client presented no certificate. */
    public static final PeerChain EMPTY = new PeerChain(List.of());

    private final List<X509Certificate> certificates;
    private volatile @Nullable Fingerprint fingerprint;
    private volatile @Nullable String header;

    private PeerChain(List<X509Certificate> certificates) {
        this.certificates = certificates;
    }

    /** Wraps a list of certificates; returns a PeerChain as it is. */
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
        Fingerprint cached = fingerprint;
        if (cached == null) {
            cached = Fingerprint.of(leafBytes());
            fingerprint = cached;
        }
        return cached;
    }

    /** The leaf as the value of the header field {@code Client-Cert} (RFC 9440 2.2). The chain must not be empty. */
    public String clientCertHeader() {
        String cached = header;
        if (cached == null) {
            cached = ":" + Base64.getEncoder().encodeToString(leafBytes()) + ":";
            header = cached;
        }
        return cached;
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
