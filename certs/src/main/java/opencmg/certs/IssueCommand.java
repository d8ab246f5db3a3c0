package opencmg.certs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "issue",
        description = "Issue a certificate with a new key.",
        footer = {
            "%nExamples:",
            "  ${COMMAND-FULL-NAME} --dir pki --kind client --name PC01.corp.example",
            "  ${COMMAND-FULL-NAME} --dir pki --kind client --name PC01 \\",
            "    --p12 --password-file pw.txt --out pc01",
            "  ${COMMAND-FULL-NAME} --dir pki --kind server --name granite.corp.example \\",
            "    --san gw2.lab --key rsa4096",
            "  ${COMMAND-FULL-NAME} --dir pki --kind server --name '*.corp.example' \\",
            "    --service-name granite.corp.example",
            "  ${COMMAND-FULL-NAME} --dir pki --kind connection-point \\",
            "    --name 5f0c7a52-0d0f-4a54-9c9f-0a3b6f1f2d11 --site-code LAB",
            "  ${COMMAND-FULL-NAME} --dir pki --kind mp --name mp2.corp.example"
        })
final class IssueCommand extends PkiCommand {

    private static final int MAX_DAYS = 3650;

    @Option(
            names = "--kind",
            required = true,
            paramLabel = "KIND",
            description = "client, server (a gateway's edge), tunnel (a gateway's tunnel), connection-point or mp.")
    private String kind = "";

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "The common name; for a connection point its id (a GUID).")
    private String name = "";

    @Option(
            names = "--service-name",
            paramLabel = "NAME",
            description = "The service name; required with a wildcard server certificate.")
    private @Nullable String serviceName;

    @Option(
            names = "--site-code",
            paramLabel = "CODE",
            description =
                    "For a connection point: its site; default that of DIR, which is LAB unless chosen otherwise.")
    private @Nullable String siteCode;

    @Option(names = "--san", paramLabel = "NAME", description = "Another host name, address or URI; repeatable.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--key", paramLabel = "KIND", description = "rsa2048 (default), rsa4096 or p256.")
    private String key = KeyKind.RSA_2048.option();

    @Option(names = "--days", paramLabel = "DAYS", description = "Days of validity; default 397.")
    private @Nullable Integer days;

    @Option(
            names = "--out",
            paramLabel = "PATH",
            description = "Where to write PATH.pem and PATH.key; default DIR/issued/NAME.")
    private @Nullable Path out;

    @Option(names = "--replace", description = "Overwrite existing files.")
    private boolean replace;

    @Option(names = "--p12", description = "Also write PATH.p12. The password is prompted for, or read from a file.")
    private boolean pkcs12;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File whose first line is the password of PATH.p12.")
    private @Nullable Path passwordFile;

    @Override
    void run(Path directory, PrintWriter lines) throws IOException {
        LabPki pki = LabPki.open(directory, CaEnvironment.real());
        CertificateRequest request = request(pki.plan());
        Path base = out == null ? directory.resolve("issued").resolve(fileName(name)) : out.toAbsolutePath();
        Credential files = Credential.at(base);
        Path store = base.resolveSibling(base.getFileName() + ".p12");
        requireReplaceable(files.keyFile());
        requireReplaceable(files.certFile());
        if (pkcs12) {
            requireReplaceable(store);
        }
        char[] password = pkcs12 ? PasswordSource.fromFileOrPrompt(passwordFile) : new char[0];

        IssuedCertificate issued = pki.issue(request);
        files.write(issued);
        lines.println("Issued " + issued.certificate().getSubjectX500Principal().getName() + ", serial "
                + SerialNumber.text(issued.certificate().getSerialNumber()) + ", valid to "
                + day(issued.certificate().getNotAfter().toInstant()));
        lines.println("  certificate and chain  " + files.certFile());
        lines.println("  key                    " + files.keyFile());
        if (pkcs12) {
            Pkcs12.write(store, issued, password);
            lines.println("  both, as PKCS#12       " + store);
        }
        lines.println("Next: " + next(pki, files));
    }

    private CertificateRequest request(LabPlan plan) {
        CertificateRequest request = IssueKind.ofOption(kind)
                .request(name, serviceName, siteCode == null ? plan.siteCode() : siteCode)
                .withKey(KeyKind.ofOption(key))
                .withNames(names.toArray(String[]::new));
        if (days == null) {
            return request;
        }
        if (days < 1 || days > MAX_DAYS) {
            throw new InvalidCertificateRequestException("--days is 1 to " + MAX_DAYS + ", for example --days 397");
        }
        return request.withLifetime(Duration.ofDays(days));
    }

    private void requireReplaceable(Path file) {
        if (!replace && Files.exists(file)) {
            throw new InvalidCertificateRequestException(
                    file + " exists; add --replace, or write elsewhere with --out PATH");
        }
    }

    private String next(LabPki pki, Credential files) {
        return IssueKind.ofOption(kind).next(pki, files);
    }

    /** Replaces characters that are special in some file system by underscores. */
    private static String fileName(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.", "_");
    }
}
