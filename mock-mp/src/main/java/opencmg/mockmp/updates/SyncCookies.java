package opencmg.mockmp.updates;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SyncCookies of [MS-WUSP] 2.2.2.2.4: their end and a seal over it, so that the server need not remember any. */
final class SyncCookies {

    private static final Duration LIFETIME = Duration.ofHours(4);
    private static final int SEAL = 32;

    private final Clock clock;
    private final byte[] key = new byte[32];

    SyncCookies(Clock clock) {
        this.clock = clock;
        new SecureRandom().nextBytes(key);
    }

    /** The children of a cookie element. */
    String fresh() {
        Instant end = Instant.ofEpochSecond(clock.instant().plus(LIFETIME).getEpochSecond());
        byte[] data = ByteBuffer.allocate(Long.BYTES + SEAL)
                .putLong(end.getEpochSecond())
                .put(seal(end.getEpochSecond()))
                .array();
        return "<Expiration>%s</Expiration><EncryptedData>%s</EncryptedData>"
                .formatted(end, Base64.getEncoder().encodeToString(data));
    }

    /**
     * Lets a call with this cookie pass.
     *
     * @throws SoapFaultException when it is none of ours, or too old
     */
    void check(String encryptedData) {
        ByteBuffer data = ByteBuffer.wrap(decoded(encryptedData));
        if (data.remaining() != Long.BYTES + SEAL) {
            throw new SoapFaultException("InvalidCookie", "the cookie is none of this server");
        }
        long end = data.getLong();
        byte[] seal = new byte[SEAL];
        data.get(seal);
        if (!MessageDigest.isEqual(seal, seal(end))) {
            throw new SoapFaultException("InvalidCookie", "the cookie is none of this server");
        }
        if (clock.instant().getEpochSecond() > end) {
            throw new SoapFaultException("CookieExpired", "the cookie has expired");
        }
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private byte[] seal(long end) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(end).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
