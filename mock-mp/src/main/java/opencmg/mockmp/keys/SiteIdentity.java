package opencmg.mockmp.keys;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** A certificate of the site with its private key. */
public record SiteIdentity(X509Certificate certificate, PrivateKey key) {

    /** The {@code x5t} of tokens that this identity signs (RFC 7515 4.1.7). */
    public String x5t() {
        return thumbprint(certificate, "SHA-1");
    }

    /**
     * Base64url of a certificate's digest: {@code x5t} with SHA-1, {@code x5t#S256} with SHA-256.
     *
     * @param algorithm name of the digest
     */
    public static String thumbprint(X509Certificate certificate, String algorithm) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has an encoding, and every JDK has " + algorithm, e);
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "SiteIdentity[" + certificate.getSubjectX500Principal() + "]";
    }
}
