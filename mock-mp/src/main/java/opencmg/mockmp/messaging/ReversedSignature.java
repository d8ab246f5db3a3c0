package opencmg.mockmp.messaging;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;

/** RSA PKCS#1 v1.5 with SHA-256 in CryptoAPI's byte order: the signature is reversed and written in hex (protocol.md 2.4). */
public final class ReversedSignature {

    private static final String ALGORITHM = "SHA256withRSA";
    private static final int LONGEST_HEX = 2048;

    private ReversedSignature() {}

    /** Whether a signature fits; text that is no signature at all does not. Both cases of hex digits are known. */
    public static boolean verifies(PublicKey key, byte[] data, String hex) {
        String digits = hex.strip();
        if (digits.isEmpty() || digits.length() > LONGEST_HEX || digits.length() % 2 != 0) {
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

    /** Signs; upper-case hex of the reversed bytes. */
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
