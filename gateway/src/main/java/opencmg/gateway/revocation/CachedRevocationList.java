package opencmg.gateway.revocation;

import java.security.cert.CRLException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The newest good revocation list of one authority from one place, and what went wrong last. */
final class CachedRevocationList {

    // A list from the future would shut out every later one that is honest.
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final String place;
    private final X509Certificate authority;
    private volatile @Nullable RevocationList crl;
    private volatile String problem = "not fetched yet";
    private volatile Instant attempted = Instant.MIN;
    private volatile Instant asked;

    /** @param place the URL, or "file" */
    CachedRevocationList(String place, X509Certificate authority, Instant now) {
        this.place = place;
        this.authority = authority;
        this.asked = now;
    }

    /**
     * Takes a list if it is good and not older than the one held.
     *
     * @return whether the list held is another one now
     * @throws IllegalArgumentException telling why it is not taken
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
        RevocationList held = crl;
        if (held != null && offered.olderThan(held)) {
            throw new IllegalArgumentException("is older than the one held: number " + offered.number() + " after "
                    + held.number() + ", thisUpdate " + offered.thisUpdate() + " after " + held.thisUpdate());
        }
        crl = offered;
        problem = "";
        return held == null || !same(held, offered);
    }

    void attempted(Instant now) {
        attempted = now;
    }

    void failed(String why) {
        problem = why;
    }

    void asked(Instant now) {
        asked = now;
    }

    /** The list, while it counts; null when there is none or it is too old. */
    @Nullable
    RevocationList usable(Instant now, Duration stale) {
        RevocationList held = crl;
        return held != null && !now.isAfter(held.nextUpdate().plus(stale)) ? held : null;
    }

    boolean isCurrent(Instant now) {
        return usable(now, Duration.ZERO) != null;
    }

    Instant lastAttempt() {
        return attempted;
    }

    Instant lastAsked() {
        return asked;
    }

    String place() {
        return place;
    }

    X509Certificate authority() {
        return authority;
    }

    /** For explanations: the place, what went wrong, and how old the list is that is held. */
    String describe() {
        RevocationList held = crl;
        return place
                + (problem.isEmpty() ? "" : " " + problem)
                + (held == null ? "" : " (held: number " + held.number() + ", nextUpdate " + held.nextUpdate() + ")");
    }

    private static boolean same(RevocationList one, RevocationList other) {
        try {
            return Arrays.equals(one.list().getEncoded(), other.list().getEncoded());
        } catch (CRLException e) {
            return false;
        }
    }
}
