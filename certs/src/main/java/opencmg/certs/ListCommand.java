package opencmg.certs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "Show every certificate that was issued, and what became of it.",
        footer = {"%nExamples:", "  ${COMMAND-FULL-NAME} --dir pki"})
final class ListCommand extends PkiCommand {

    private static final String ROW = "%-32s  %-8s  %-10s  %-9s  %s%n";

    @Override
    void run(Path directory, PrintWriter out) throws IOException {
        CaEnvironment workshop = CaEnvironment.real();
        Instant now = workshop.clock().instant();
        List<LabPki.Listed> all = LabPki.open(directory, workshop).list();
        out.printf(ROW, "SERIAL", "STATUS", "EXPIRES", "AUTHORITY", "SUBJECT");
        for (LabPki.Listed listed : all) {
            LedgerEntry entry = listed.entry();
            out.printf(
                    ROW,
                    SerialNumber.text(entry.serial()),
                    entry.status(now),
                    day(entry.expires()),
                    listed.authority().fileName(),
                    entry.subject() + why(entry));
        }
        out.println("Next: take one back with  " + sibling("revoke") + " --dir " + directory
                + " SERIAL --reason keyCompromise");
    }

    private static String why(LedgerEntry entry) {
        LedgerEntry.Revocation revocation = entry.revocation();
        return revocation == null ? "" : "  (" + revocation.reason().option() + ", " + day(revocation.at()) + ")";
    }
}
