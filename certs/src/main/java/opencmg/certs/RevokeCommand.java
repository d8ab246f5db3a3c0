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
        description = "Take a certificate back, and write the new revocation list.",
        footer = {
            "%nExamples:",
            "  ${COMMAND-FULL-NAME} --dir pki pki/clients/pki.pem",
            "  ${COMMAND-FULL-NAME} --dir pki 4f09c2e17ab3 --reason keyCompromise"
        })
final class RevokeCommand extends PkiCommand {

    @Parameters(paramLabel = "SERIAL|FILE", description = "A serial number in hex, or a file with the certificate.")
    private String which = "";

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "unspecified (default), keyCompromise, caCompromise, affiliationChanged, superseded, "
                    + "cessationOfOperation, certificateHold or privilegeWithdrawn.")
    private String reason = RevocationReason.UNSPECIFIED.option();

    @Override
    void run(Path directory, PrintWriter out) throws IOException {
        RevocationReason why = RevocationReason.named(reason);
        LabPki pki = LabPki.open(directory, CaEnvironment.real());
        LabPki.Listed revoked = pki.revoke(serial(), why);
        out.println("Revoked " + SerialNumber.text(revoked.entry().serial()) + " ("
                + revoked.entry().subject() + ", " + why.option() + ")");
        out.println("  new revocation list  " + pki.revocationListOf(revoked.authority()));
        out.println("Next: gateways take it in when they refresh; serve " + directory.resolve("crl")
                + ", or name the list in gateway.yaml under revocation: files");
    }

    private BigInteger serial() throws IOException {
        Path file = Path.of(which);
        return Files.isRegularFile(file)
                ? Pem.readCertificates(file).get(0).getSerialNumber()
                : SerialNumber.parse(which);
    }
}
