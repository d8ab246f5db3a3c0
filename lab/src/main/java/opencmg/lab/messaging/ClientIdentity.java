package opencmg.lab.messaging;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * What a client proves itself with inside messages: its own certificate and key (protocol.md 2.4).
 *
 * @param certificate self-made
 * @param key RSA
 */
public record ClientIdentity(X509Certificate certificate, PrivateKey key) {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** RSA PKCS#1 v1.5 with SHA-256, last byte first as CryptoAPI has it, in upper-case hex. */
    String sign(byte[] content) {
        try {
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(key);
            signer.update(content);
            return HEX.formatHex(reversed(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the client's key cannot sign", e);
        }
    }

    /** The certificate's DER in upper-case hex. */
    String certificateHex() {
        try {
            return HEX.formatHex(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("the client's certificate has no encoding", e);
        }
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] turned = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            turned[i] = bytes[bytes.length - 1 - i];
        }
        return turned;
    }

    /** The subject alone: a key is never printed. */
    @Override
    public String toString() {
        return "ClientIdentity[" + certificate.getSubjectX500Principal() + "]";
    }
}
