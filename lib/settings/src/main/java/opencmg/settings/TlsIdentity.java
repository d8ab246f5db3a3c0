package opencmg.settings;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * The files of a server's own certificate and key.
 *
 * @param certificateFile PEM, leaf first, then intermediates
 * @param keyFile PEM, PKCS#8
 */
public record TlsIdentity(Path certificateFile, Path keyFile) {

    public TlsIdentity {
        certificateFile = Require.present(certificateFile, "certificateFile", "edge.pem");
        keyFile = Require.present(keyFile, "keyFile", "edge.key");
    }

    /**
     * Reads and checks both files.
     *
     * @throws InvalidSettingsException if one is unreadable, they do not match, or the certificate has expired
     */
    public LoadedIdentity load(Clock clock) {
        List<X509Certificate> chain = PemFiles.certificates(certificateFile);
        PrivateKey key = PemFiles.privateKey(keyFile);
        X509Certificate leaf = chain.get(0);
        if (!match(key, leaf.getPublicKey())) {
            throw new InvalidSettingsException(
                    keyFile.toString(),
                    "",
                    "is not the key of the first certificate in " + certificateFile + " ("
                            + leaf.getSubjectX500Principal() + "); the leaf must stand first and its own key here");
        }
        Instant now = clock.instant();
        if (now.isAfter(leaf.getNotAfter().toInstant())
                || now.isBefore(leaf.getNotBefore().toInstant())) {
            throw new InvalidSettingsException(
                    certificateFile.toString(),
                    "",
                    "is valid from " + leaf.getNotBefore().toInstant() + " to "
                            + leaf.getNotAfter().toInstant() + " and now is " + now
                            + "; renew it with the same subject and names");
        }
        return new LoadedIdentity(chain, key);
    }

    /** The two halves of an RSA key share their modulus. For other keys we sign and verify a sample. */
    private static boolean match(PrivateKey key, PublicKey certified) {
        if (key instanceof RSAPrivateKey own && certified instanceof RSAPublicKey named) {
            return own.getModulus().equals(named.getModulus());
        }
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        byte[] sample = new byte[32];
        new SecureRandom().nextBytes(sample);
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(sample);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certified);
            verifier.update(sample);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
