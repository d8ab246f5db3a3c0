package opencmg.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A ledger in a file. Every operation reads the whole file, and every change replaces it atomically, so that a crash loses at most
 * the change in progress and changes of other processes are seen. Callers hold the {@link DirectoryLock}.
 */
final class FileLedger implements Ledger {

    private final Path file;

    FileLedger(Path file) {
        this.file = file;
    }

    @Override
    public void add(LedgerEntry entry) {
        MemoryLedger ledger = read();
        ledger.add(entry);
        write(ledger);
    }

    @Override
    public void revoke(BigInteger serial, LedgerEntry.Revocation revocation) {
        MemoryLedger ledger = read();
        ledger.revoke(serial, revocation);
        write(ledger);
    }

    @Override
    public Collection<LedgerEntry> entries() {
        return read().entries();
    }

    @Override
    public BigInteger nextListNumber() {
        MemoryLedger ledger = read();
        BigInteger number = ledger.nextListNumber();
        write(ledger);
        return number;
    }

    private void write(MemoryLedger ledger) {
        String text = LedgerText.format(ledger.lastListNumber(), ledger.entries());
        try {
            AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the certificate index " + file + " cannot be written", e);
        }
    }

    private MemoryLedger read() {
        if (Files.notExists(file)) {
            return new MemoryLedger();
        }
        try {
            return LedgerText.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the certificate index " + file + " cannot be read, " + e.getMessage(), e);
        }
    }
}
