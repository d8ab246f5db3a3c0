package opencmg.certs;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an authority remembers of a certificate.
 *
 * @param serial its number
 * @param subject its name as text (RFC 2253)
 * @param issued when, in whole seconds
 * @param expires when its validity ends
 * @param revocation null while it is not revoked
 */
public record LedgerEntry(
        BigInteger serial,
        String subject,
        Instant issued,
        Instant expires,
        @Nullable Revocation revocation) {

    /** When, in whole seconds, and why. */
    public record Revocation(Instant at, RevocationReason reason) {
        public Revocation {
            at = at.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    public LedgerEntry {
        issued = issued.truncatedTo(ChronoUnit.SECONDS);
        expires = expires.truncatedTo(ChronoUnit.SECONDS);
    }

    static LedgerEntry issued(X509Certificate certificate, Instant at) {
        return new LedgerEntry(
                certificate.getSerialNumber(),
                certificate.getSubjectX500Principal().getName(),
                at,
                certificate.getNotAfter().toInstant(),
                null);
    }

    /** A number that was revoked without ever having been issued. */
    static LedgerEntry neverIssued(BigInteger serial, Revocation revocation) {
        return new LedgerEntry(serial, "", revocation.at(), revocation.at(), revocation);
    }

    /** The first revocation stays. */
    LedgerEntry revoked(Revocation by) {
        return revocation != null ? this : new LedgerEntry(serial, subject, issued, expires, by);
    }

    /** {@code revoked}, {@code expired} or {@code valid}; revoked wins. */
    public String status(Instant now) {
        if (revocation != null) {
            return "revoked";
        }
        return expires.isBefore(now) ? "expired" : "valid";
    }
}
