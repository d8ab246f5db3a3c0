package opencmg.certs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "List every issued certificate with its status.",
        footer = {"%nExamples:", "  ${COMMAND-FULL-NAME} --dir pki"})
final class ListCommand extends PkiCommand {

    private static final String ROW = "%-32s  %-8s  %-10s  %-9s  %s%n";

    @Override
    void run(Path directory, PrintWriter out) throws IOException {
        CaEnvironment environment = CaEnvironment.real();
        Instant now = environment.clock().instant();
        List<LabPki.IndexEntry> all = LabPki.open(directory, environment).list();
        out.printf(ROW, "SERIAL", "STATUS", "EXPIRES", "AUTHORITY", "SUBJECT");
        for (LabPki.IndexEntry issued : all) {
            LedgerEntry entry = issued.entry();
            out.printf(
                    ROW,
                    SerialNumber.text(entry.serial()),
                    entry.status(now),
                    day(entry.expires()),
                    issued.authority().fileName(),
                    entry.subject() + revocationNote(entry));
        }
        out.println("Next: take one back with  " + sibling("revoke") + " --dir " + directory
                + " SERIAL --reason keyCompromise");
    }

    private static String revocationNote(LedgerEntry entry) {
        LedgerEntry.Revocation revocation = entry.revocation();
        return revocation == null ? "" : "  (" + revocation.reason().option() + ", " + day(revocation.at()) + ")";
    }
}
