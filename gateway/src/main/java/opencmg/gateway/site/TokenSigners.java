package opencmg.gateway.site;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The token signing certificates of a site. Several are valid at once while one is being renewed. */
public final class TokenSigners {

    private final Map<String, RSAPublicKey> byThumbprint;

    private TokenSigners(Map<String, RSAPublicKey> byThumbprint) {
        this.byThumbprint = byThumbprint;
    }

    /** @throws IllegalArgumentException when a certificate cannot be parsed or its key is not RSA of 2048 bits or more */
    static TokenSigners of(List<String> texts) {
        Map<String, RSAPublicKey> keys = new HashMap<>();
        for (X509Certificate certificate : CertificateText.parse(texts, "tokens.signingCertificates")) {
            if (!(certificate.getPublicKey() instanceof RSAPublicKey key)
                    || key.getModulus().bitLength() < 2048) {
                throw new IllegalArgumentException("tokens.signingCertificates has a certificate of "
                        + certificate.getSubjectX500Principal() + " whose key is not RSA of 2048 bits or more");
            }
            keys.put(thumbprint(certificate), key);
        }
        return new TokenSigners(Map.copyOf(keys));
    }

    /** @param x5t base64url of the certificate's SHA-1, as in the token's header (protocol.md 5.1) */
    public @Nullable RSAPublicKey key(String x5t) {
        return byThumbprint.get(x5t);
    }

    /** For the text of refusals. */
    public Set<String> thumbprints() {
        return byThumbprint.keySet();
    }

    private static String thumbprint(X509Certificate certificate) {
        try {
            byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sha1);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a token signing certificate cannot be encoded", e);
        }
    }
}
