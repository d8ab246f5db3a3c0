package opencmg.mockmp.uploads;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way. Bytes count as received one by one, so an upload that was cut in the middle of a fragment goes on at exactly that byte. Whoever
 * begins a fragment takes the session over: the connection of an earlier one may be dead without anybody knowing yet.
 */
final class UploadSession {

    private final UUID id;
    private final String path;
    private final MessageDigest digest = sha256();
    private long received;
    private long total = -1;
    private Instant used;
    private @Nullable Object turn;

    UploadSession(UUID id, String path, Instant now) {
        this.id = id;
        this.path = path;
        this.used = now;
    }

    UUID id() {
        return id;
    }

    /** Of the request that opened it. */
    String path() {
        return path;
    }

    /** Where the next fragment has to begin. */
    synchronized long received() {
        return received;
    }

    synchronized Instant used() {
        return used;
    }

    /** Whether a fragment is of the same file as those before it. */
    synchronized boolean fits(Fragment fragment) {
        return total < 0 || total == fragment.total();
    }

    /** Begins a fragment that starts at {@link #received()}; from now on only its bytes count. */
    synchronized boolean begin(Fragment fragment, Object turn, Instant now) {
        used = now;
        if (fragment.from() != received) {
            return false;
        }
        total = fragment.total();
        this.turn = turn;
        return true;
    }

    synchronized void take(Object turn, byte[] bytes) {
        if (this.turn == turn) {
            digest.update(bytes);
            received += bytes.length;
        }
    }

    /** Whether the whole file is there; one of no bytes has no fragments. */
    synchronized boolean complete() {
        return total < 0 || received == total;
    }

    /** Hex of the SHA-256 over the file; to be asked once. */
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
