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
 * The certificate and key with which a client signs its messages (protocol.md 2.4).
 *
 * @param certificate self-signed
 * @param key RSA
 */
public record ClientIdentity(X509Certificate certificate, PrivateKey key) {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** An RSA PKCS#1 v1.5 signature with SHA-256 in the byte order of CryptoAPI (reversed), in upper-case hex. */
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

    /** The DER-encoded certificate in upper-case hex. */
    String certificateHex() {
        try {
            return HEX.formatHex(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("the client's certificate has no encoding", e);
        }
    }

    /** The RSA key as a CryptoAPI PUBLICKEYBLOB in upper-case hex: type, algorithm, RSA1, bits, exponent, modulus, all little-endian. */
    String publicKeyHex() {
        RSAPublicKey rsa = (RSAPublicKey) certificate.getPublicKey();
        int bits = rsa.getModulus().bitLength();
        ByteBuffer blob = ByteBuffer.allocate(20 + bits / 8).order(ByteOrder.LITTLE_ENDIAN);
        blob.putInt(0x0206).putInt(0xA400).putInt(0x31415352).putInt(bits);
        blob.putInt(rsa.getPublicExponent().intValueExact());
        byte[] modulus = rsa.getModulus().toByteArray();
        // Drops the leading zero byte, which is only the sign of the BigInteger.
        blob.put(reversed(Arrays.copyOfRange(modulus, modulus.length - bits / 8, modulus.length)));
        return HEX.formatHex(blob.array());
    }

    /**
     * The headers of a request for a policy body (protocol.md 2.7): client id and time, each with a signature.
     *
     * @param clientId {@code GUID:...}
     */
    public Map<String, String> headers(String clientId, Instant now) {
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("CCMClientID", clientId);
        headers.put("CCMClientIDSignature", sign(Utf16.encodeTerminated(clientId)));
        headers.put("CCMClientTimestamp", time);
        headers.put("CCMClientTimestampSignature", sign(Utf16.encodeTerminated(time)));
        return headers;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    /** Only the subject: a key is never printed. */
    @Override
    public String toString() {
        return "ClientIdentity[" + certificate.getSubjectX500Principal() + "]";
    }
}
