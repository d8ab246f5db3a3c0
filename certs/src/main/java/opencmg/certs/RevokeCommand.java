package opencmg.certs;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "revoke",
        description = "Revoke a certificate and write the new revocation list.",
        footer = {
            "%nExamples:",
            "  ${COMMAND-FULL-NAME} --dir pki pki/clients/pki.pem",
            "  ${COMMAND-FULL-NAME} --dir pki 4f09c2e17ab3 --reason keyCompromise"
        })
final class RevokeCommand extends PkiCommand {

    @Parameters(paramLabel = "SERIAL|FILE", description = "Serial number in hex, or a certificate file.")
    private String serialOrFile = "";

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "unspecified (default), keyCompromise, caCompromise, affiliationChanged, superseded, "
                    + "cessationOfOperation, certificateHold or privilegeWithdrawn.")
    private String reason = RevocationReason.UNSPECIFIED.option();

    @Override
    void run(Path directory, PrintWriter out) throws IOException {
        RevocationReason parsedReason = RevocationReason.ofOption(reason);
        LabPki pki = LabPki.open(directory, CaEnvironment.real());
        LabPki.IndexEntry revoked = pki.revoke(serial(), parsedReason);
        out.println("Revoked " + SerialNumber.text(revoked.entry().serial()) + " ("
                + revoked.entry().subject() + ", " + parsedReason.option() + ")");
        out.println("  new revocation list  " + pki.revocationListOf(revoked.authority()));
        out.println("Next: gateways take it in when they refresh; serve " + directory.resolve("crl")
                + ", or name the list in gateway.yaml under revocation: files");
    }

    private BigInteger serial() throws IOException {
        Path file = Path.of(serialOrFile);
        return Files.isRegularFile(file)
                ? Pem.readCertificates(file).get(0).getSerialNumber()
                : SerialNumber.parse(serialOrFile);
    }
}
