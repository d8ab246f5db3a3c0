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

/** Cookies of [MS-WUSP] 2.2.2.2.4. A cookie holds its expiry and an HMAC over it, so the server keeps no state. */
final class SyncCookies {

    private static final Duration LIFETIME = Duration.ofHours(4);
    private static final int MAC_BYTES = 32;

    private final Clock clock;
    private final byte[] key = new byte[32];

    SyncCookies(Clock clock) {
        this.clock = clock;
        new SecureRandom().nextBytes(key);
    }

    /** Creates a cookie; returns the children of the cookie element. */
    String create() {
        Instant expiry = Instant.ofEpochSecond(clock.instant().plus(LIFETIME).getEpochSecond());
        byte[] data = ByteBuffer.allocate(Long.BYTES + MAC_BYTES)
                .putLong(expiry.getEpochSecond())
                .put(mac(expiry.getEpochSecond()))
                .array();
        return "<Expiration>%s</Expiration><EncryptedData>%s</EncryptedData>"
                .formatted(expiry, Base64.getEncoder().encodeToString(data));
    }

    /**
     * Validates a cookie.
     *
     * @throws SoapFaultException when the cookie was not issued by this server, or has expired
     */
    void check(String encryptedData) {
        ByteBuffer data = ByteBuffer.wrap(decode(encryptedData));
        if (data.remaining() != Long.BYTES + MAC_BYTES) {
            throw new SoapFaultException("InvalidCookie", "the cookie is none of this server");
        }
        long expiry = data.getLong();
        byte[] mac = new byte[MAC_BYTES];
        data.get(mac);
        if (!MessageDigest.isEqual(mac, mac(expiry))) {
            throw new SoapFaultException("InvalidCookie", "the cookie is none of this server");
        }
        if (clock.instant().getEpochSecond() > expiry) {
            throw new SoapFaultException("CookieExpired", "the cookie has expired");
        }
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private byte[] mac(long expiry) {
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(key, "HmacSHA256"));
            return hmac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(expiry).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
