package opencmg.certs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;

@Command(
        name = "renew",
        description = "Write new revocation lists, each valid for a week.",
        footer = {"%nExamples:", "  ${COMMAND-FULL-NAME} --dir pki"})
final class RenewCommand extends PkiCommand {

    @Override
    void run(Path directory, PrintWriter out) throws IOException {
        LabPki pki = LabPki.open(directory, CaEnvironment.real());
        pki.renewRevocationLists();
        out.println("Wrote the revocation lists in " + directory.resolve("crl"));
        out.println("Next: do it again within a week, since gateways refuse lists that are past their nextUpdate");
    }
}
