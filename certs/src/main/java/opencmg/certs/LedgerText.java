package opencmg.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes a ledger as text, one certificate per line, tab-separated:
 *
 * <pre>
 * # comment
 * revocation-list 3
 * serial  issued  expires  revoked or -  reason or -  subject
 * </pre>
 */
final class LedgerText {

    private static final String HEADER = """
            # Certificates of this authority: serial, issued, expires, revoked, reason, subject; fields apart by tabs.
            # Change it with "opencmg certs issue" and "opencmg certs revoke".
            """;
    private static final String LIST_NUMBER = "revocation-list ";
    private static final String NONE = "-";
    private static final int FIELDS = 6;

    private LedgerText() {}

    static String format(BigInteger lastListNumber, Collection<LedgerEntry> entries) {
        StringBuilder text = new StringBuilder(HEADER)
                .append(LIST_NUMBER)
                .append(lastListNumber)
                .append('\n');
        for (LedgerEntry entry : entries) {
            LedgerEntry.Revocation revocation = entry.revocation();
            text.append(String.join(
                            "\t",
                            SerialNumber.text(entry.serial()),
                            entry.issued().toString(),
                            entry.expires().toString(),
                            revocation == null ? NONE : revocation.at().toString(),
                            revocation == null ? NONE : revocation.reason().option(),
                            entry.subject()))
                    .append('\n');
        }
        return text.toString();
    }

    /** @throws IOException that names the number of the invalid line */
    static MemoryLedger parse(String text) throws IOException {
        BigInteger lastListNumber = BigInteger.ZERO;
        List<LedgerEntry> entries = new ArrayList<>();
        int lineNumber = 0;
        for (String line : text.lines().toList()) {
            lineNumber++;
            try {
                if (line.startsWith(LIST_NUMBER)) {
                    lastListNumber =
                            new BigInteger(line.substring(LIST_NUMBER.length()).strip());
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    entries.add(entry(line));
                }
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new IOException("line " + lineNumber + " is damaged: " + e.getMessage(), e);
            }
        }
        return new MemoryLedger(lastListNumber, entries);
    }

    private static LedgerEntry entry(String line) {
        String[] fields = line.split("\t", FIELDS);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(fields.length + " fields instead of " + FIELDS);
        }
        return new LedgerEntry(
                SerialNumber.parse(fields[0]),
                fields[5],
                Instant.parse(fields[1]),
                Instant.parse(fields[2]),
                revocation(fields[3], fields[4]));
    }

    private static LedgerEntry.@Nullable Revocation revocation(String at, String reason) {
        return at.equals(NONE)
                ? null
                : new LedgerEntry.Revocation(Instant.parse(at), RevocationReason.ofOption(reason));
    }
}
