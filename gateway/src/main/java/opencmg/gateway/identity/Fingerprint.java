package opencmg.gateway.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A SHA-256 as a key of maps: caches hold no tokens, only their hashes. */
record Fingerprint(long first, long second, long third, long fourth) {

    // A look-up of the provider per request costs as much as the hash itself.
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Fingerprint::sha256);

    static Fingerprint of(byte[] bytes) {
        ByteBuffer hash = ByteBuffer.wrap(SHA_256.get().digest(bytes));
        return new Fingerprint(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    }

    static Fingerprint of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    String base64url() {
        byte[] bytes = ByteBuffer.allocate(32)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
