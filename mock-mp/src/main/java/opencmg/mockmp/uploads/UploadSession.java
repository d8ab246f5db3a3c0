package opencmg.mockmp.uploads;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One file that is being uploaded. Every received byte counts, so an upload that was cut inside a fragment resumes at exactly that byte. The request of a
 * new fragment takes the session over, because the connection of an earlier one may be dead without the server having noticed. Any thread.
 */
final class UploadSession {

    private final UUID id;
    private final String path;
    private final MessageDigest digest = sha256();
    private long received;
    private long total = -1;
    private Instant lastUsed;
    private @Nullable Object request;

    UploadSession(UUID id, String path, Instant now) {
        this.id = id;
        this.path = path;
        this.lastUsed = now;
    }

    UUID id() {
        return id;
    }

    /** Path of the request that opened the session. */
    String path() {
        return path;
    }

    /** Number of received bytes: the offset of the next fragment. */
    synchronized long received() {
        return received;
    }

    synchronized Instant lastUsed() {
        return lastUsed;
    }

    /** Whether a fragment belongs to the same file as earlier ones, by its total size. */
    synchronized boolean matches(Fragment fragment) {
        return total < 0 || total == fragment.total();
    }

    /** Begins a fragment; from now on only bytes of its request count. False if it does not start at {@link #received()}. */
    synchronized boolean begin(Fragment fragment, Object request, Instant now) {
        lastUsed = now;
        if (fragment.from() != received) {
            return false;
        }
        total = fragment.total();
        this.request = request;
        return true;
    }

    synchronized void append(Object request, byte[] bytes) {
        if (this.request == request) {
            digest.update(bytes);
            received += bytes.length;
        }
    }

    /** Whether the file is complete; an empty file has no fragments. */
    synchronized boolean isComplete() {
        return total < 0 || received == total;
    }

    /** SHA-256 of the file in hex; to be called once, when the file is complete. */
    synchronized String sha256Hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
