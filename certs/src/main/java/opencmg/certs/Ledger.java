package opencmg.certs;

import java.math.BigInteger;
import java.util.Collection;

/** What an authority issued and took back. */
interface Ledger {

    /** A serial number that is in it already keeps its first entry. */
    void add(LedgerEntry entry);

    void revoke(BigInteger serial, LedgerEntry.Revocation revocation);

    /** A snapshot in the order of issue. */
    Collection<LedgerEntry> entries();

    /** 1 for the first revocation list, then one more each time. */
    BigInteger nextListNumber();
}
