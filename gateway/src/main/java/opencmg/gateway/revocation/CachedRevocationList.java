package opencmg.gateway.revocation;

import java.security.cert.CRLException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The newest valid revocation list of one authority from one source, and the last error. */
final class CachedRevocationList {

    // A list dated in the future would make every later valid list look outdated.
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final String source;
    private final X509Certificate authority;
    private volatile @Nullable RevocationList list;
    private volatile String lastError = "not fetched yet";
    private volatile Instant lastAttempt = Instant.MIN;
    private volatile Instant lastUse;

    /** @param source the URL, or "file" */
    CachedRevocationList(String source, X509Certificate authority, Instant now) {
        this.source = source;
        this.authority = authority;
        this.lastUse = now;
    }

    /**
     * Replaces the cached list if the offered one is valid and not older.
     *
     * @return whether the content changed
     * @throws IllegalArgumentException with the reason when the offered list is not accepted
     */
    synchronized boolean offer(RevocationList offered, Instant now) {
        offered.checkSignature(authority);
        if (!offered.issuer().equals(authority.getSubjectX500Principal())) {
            throw new IllegalArgumentException(
                    "is the list of '" + offered.issuer().getName() + "'");
        }
        if (offered.thisUpdate().isAfter(now.plus(SKEW))) {
            throw new IllegalArgumentException("is from the future: thisUpdate " + offered.thisUpdate());
        }
        RevocationList current = list;
        if (current != null && offered.isOlderThan(current)) {
            throw new IllegalArgumentException("is older than the one held: number " + offered.number() + " after "
                    + current.number() + ", thisUpdate " + offered.thisUpdate() + " after " + current.thisUpdate());
        }
        list = offered;
        lastError = "";
        return current == null || !isSame(current, offered);
    }

    void recordAttempt(Instant now) {
        lastAttempt = now;
    }

    void recordFailure(String error) {
        lastError = error;
    }

    void recordUse(Instant now) {
        lastUse = now;
    }

    /** The list; null when there is none or it is past its nextUpdate by more than {@code stale}. */
    @Nullable
    RevocationList usable(Instant now, Duration stale) {
        RevocationList current = list;
        return current != null && !now.isAfter(current.nextUpdate().plus(stale)) ? current : null;
    }

    boolean isCurrent(Instant now) {
        return usable(now, Duration.ZERO) != null;
    }

    /** {@link Instant#MIN} before the first attempt. */
    Instant lastAttempt() {
        return lastAttempt;
    }

    Instant lastUse() {
        return lastUse;
    }

    String source() {
        return source;
    }

    X509Certificate authority() {
        return authority;
    }

    /** For messages: the source, the last error, and the age of the cached list. */
    String describe() {
        RevocationList current = list;
        return source
                + (lastError.isEmpty() ? "" : " " + lastError)
                + (current == null
                        ? ""
                        : " (held: number " + current.number() + ", nextUpdate " + current.nextUpdate() + ")");
    }

    private static boolean isSame(RevocationList one, RevocationList other) {
        try {
            return Arrays.equals(one.list().getEncoded(), other.list().getEncoded());
        } catch (CRLException e) {
            return false;
        }
    }
}
