package opencmg.client.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

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

    /** CryptoAPI's PUBLICKEYBLOB of the RSA key in upper-case hex: type, algorithm, RSA1, bits, exponent, modulus, each little end first. */
    String publicKeyHex() {
        RSAPublicKey rsa = (RSAPublicKey) certificate.getPublicKey();
        int bits = rsa.getModulus().bitLength();
        ByteBuffer blob = ByteBuffer.allocate(20 + bits / 8).order(ByteOrder.LITTLE_ENDIAN);
        blob.putInt(0x0206).putInt(0xA400).putInt(0x31415352).putInt(bits);
        blob.putInt(rsa.getPublicExponent().intValueExact());
        byte[] modulus = rsa.getModulus().toByteArray();
        // A leading zero byte only says that the number is positive.
        blob.put(reversed(Arrays.copyOfRange(modulus, modulus.length - bits / 8, modulus.length)));
        return HEX.formatHex(blob.array());
    }

    /**
     * What a request for a policy body carries, in the style of the real client (protocol.md 2.7): id and time, each with a signature.
     *
     * @param clientId {@code GUID:...}
     */
    public Map<String, String> headers(String clientId, Instant now) {
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("CCMClientID", clientId);
        headers.put("CCMClientIDSignature", sign(Utf16.terminated(clientId)));
        headers.put("CCMClientTimestamp", time);
        headers.put("CCMClientTimestampSignature", sign(Utf16.terminated(time)));
        return headers;
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
