package opencmg.certs;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the {@link Ledger}.
 *
 * @param subject distinguished name as text (RFC 2253)
 * @param issued in whole seconds
 * @param expires in whole seconds
 * @param revocation null if not revoked
 */
public record LedgerEntry(
        BigInteger serial,
        String subject,
        Instant issued,
        Instant expires,
        @Nullable Revocation revocation) {

    /** Time of the revocation, in whole seconds, and its reason. */
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

    /** An entry for a serial number that was revoked but never issued. */
    static LedgerEntry neverIssued(BigInteger serial, Revocation revocation) {
        return new LedgerEntry(serial, "", revocation.at(), revocation.at(), revocation);
    }

    /** The revoked entry; an earlier revocation is kept. */
    LedgerEntry revoked(Revocation newRevocation) {
        return revocation != null ? this : new LedgerEntry(serial, subject, issued, expires, newRevocation);
    }

    /** {@code revoked}, {@code expired} or {@code valid}; revoked takes precedence. */
    public String status(Instant now) {
        if (revocation != null) {
            return "revoked";
        }
        return expires.isBefore(now) ? "expired" : "valid";
    }
}
