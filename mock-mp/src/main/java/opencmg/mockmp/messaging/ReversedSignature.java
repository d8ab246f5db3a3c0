package opencmg.mockmp.messaging;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;

/** RSA PKCS#1 v1.5 with SHA-256 in the byte order of CryptoAPI: the bytes of the signature are reversed and encoded in hex (protocol.md 2.4). */
public final class ReversedSignature {

    private static final String ALGORITHM = "SHA256withRSA";
    private static final int MAX_HEX_LENGTH = 2048;

    private ReversedSignature() {}

    /** Whether a signature is valid; false for text that is no signature. Hex digits may have either case. */
    public static boolean verifies(PublicKey key, byte[] data, String hex) {
        String digits = hex.strip();
        if (digits.isEmpty() || digits.length() > MAX_HEX_LENGTH || digits.length() % 2 != 0) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(data);
            return signature.verify(reversed(HexFormat.of().parseHex(digits)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Signs data; returns the reversed bytes in upper-case hex. */
    public static String sign(PrivateKey key, byte[] data) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(data);
            return HexFormat.of().withUpperCase().formatHex(reversed(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with " + ALGORITHM, e);
        }
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] out = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            out[i] = bytes[bytes.length - 1 - i];
        }
        return out;
    }
}
