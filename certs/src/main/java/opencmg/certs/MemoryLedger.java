package opencmg.certs;

import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A ledger in memory. Thread-safe. */
final class MemoryLedger implements Ledger {

    private final Map<BigInteger, LedgerEntry> entries = new LinkedHashMap<>();
    private BigInteger lastListNumber;

    MemoryLedger() {
        this(BigInteger.ZERO, List.of());
    }

    MemoryLedger(BigInteger lastListNumber, Collection<LedgerEntry> initialEntries) {
        this.lastListNumber = lastListNumber;
        initialEntries.forEach(this::add);
    }

    @Override
    public synchronized void add(LedgerEntry entry) {
        entries.putIfAbsent(entry.serial(), entry);
    }

    @Override
    public synchronized void revoke(BigInteger serial, LedgerEntry.Revocation revocation) {
        entries.compute(
                serial,
                (number, entry) ->
                        entry == null ? LedgerEntry.neverIssued(serial, revocation) : entry.revoked(revocation));
    }

    @Override
    public synchronized Collection<LedgerEntry> entries() {
        return List.copyOf(entries.values());
    }

    @Override
    public synchronized BigInteger nextListNumber() {
        lastListNumber = lastListNumber.add(BigInteger.ONE);
        return lastListNumber;
    }

    synchronized BigInteger lastListNumber() {
        return lastListNumber;
    }
}
