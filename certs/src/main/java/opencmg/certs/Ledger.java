package opencmg.certs;

import java.math.BigInteger;
import java.util.Collection;

/** Record of what an authority issued and revoked. */
interface Ledger {

    /** Adds an entry. An existing entry with the same serial number is kept. */
    void add(LedgerEntry entry);

    void revoke(BigInteger serial, LedgerEntry.Revocation revocation);

    /** A snapshot in the order of issue. */
    Collection<LedgerEntry> entries();

    /** Increments and returns the number of the revocation list; the first is 1. */
    BigInteger nextListNumber();
}
