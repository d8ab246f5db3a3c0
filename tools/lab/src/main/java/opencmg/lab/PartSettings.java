package opencmg.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import opencmg.certs.Credential;
import opencmg.certs.LabAuthority;
import opencmg.certs.LabPki;
import opencmg.settings.Address;
import opencmg.settings.site.MpMode;
import org.jspecify.annotations.Nullable;

/** Writes the settings files of the parts, in the form that a person would write by hand. */
final class PartSettings {

    private PartSettings() {}

    /**
     * The file of the mock site.
     *
     * @param free supplies an address for each listener
     */
    static String mockMp(LabOptions options, LabPki pki, @Nullable MockEntra entra, Supplier<Address> free) {
        return header("mock-mp", options.directory().resolve("mock-mp.yaml"))
                + """
                siteCode: LAB
                dataDir: %s
                mode: %s
                managementPoint:
                  listen: "%s"
                  fqdn: %s
                %s\
                updatePoint: { listen: "%s" }
                siteServer: { listen: "%s", secretFile: %s }
                clients:
                  rootFiles: [ %s ]
                  intermediateFiles: [ %s ]
                  verifyRevocation: %s
                %s\
                """.formatted(
                                quote(options.directory().resolve("site")),
                                options.site().mode().name().toLowerCase(Locale.ROOT),
                                free.get(),
                                pki.plan().managementPoint(),
                                options.site().mode() == MpMode.HTTPS ? mpTls(pki) : "",
                                free.get(),
                                free.get(),
                                quote(options.directory().resolve("site.secret")),
                                quote(pki.certificateOf(LabAuthority.ROOT)),
                                quote(pki.certificateOf(LabAuthority.ISSUING)),
                                options.site().crl(),
                                entra == null ? "" : tenant(entra));
    }

    private static String tenant(MockEntra entra) {
        return """
            tenants:
              - tenantId: %s
                issuers: [ "%s" ]
                audiences: [ "%s" ]
                keySetUrl: "%s"
                clientAppId: opencmg-lab
            """.formatted(entra.tenant(), entra.issuer(), MockEntra.AUDIENCE, entra.keySet());
    }

    private static String mpTls(LabPki pki) {
        return """
              certificateFile: %s
              keyFile: %s
              clientTrustFile: %s
            """.formatted(
                        quote(pki.managementPoint().certFile()),
                        quote(pki.managementPoint().keyFile()),
                        quote(pki.certificateOf(LabAuthority.ROOT)));
    }

    static String gateway(Path file, LabPki pki, Address edge, Address tunnel, Address admin) {
        return header("gateway", file)
                + """
                name: %s
                edge:   { listen: "%s", certificateFile: %s, keyFile: %s }
                tunnel: { listen: "%s", certificateFile: %s, keyFile: %s, trustFile: %s }
                admin:  { listen: "%s" }
                """.formatted(
                                file.getFileName().toString().replace(".yaml", ""),
                                edge,
                                quote(pki.edge().certFile()),
                                quote(pki.edge().keyFile()),
                                tunnel,
                                quote(pki.tunnel().certFile()),
                                quote(pki.tunnel().keyFile()),
                                quote(pki.certificateOf(LabAuthority.TUNNEL)),
                                admin);
    }

    static String connectionPoint(
            Path file,
            LabOptions options,
            LabPki pki,
            LabCertificates.Point point,
            Collection<Address> gateways,
            String siteServer,
            Address admin) {
        return header("connection-point", file)
                + """
                id: %s
                certificateFile: %s
                keyFile: %s
                trustFile: %s
                gateways: [ %s ]
                site: { url: "%s", secretFile: %s }
                %s\
                admin: { listen: "%s" }
                """.formatted(
                                point.id(),
                                quote(point.credential().certFile()),
                                quote(point.credential().keyFile()),
                                quote(pki.certificateOf(LabAuthority.TUNNEL)),
                                gateways.stream()
                                        .map(address -> '"' + address.toString() + '"')
                                        .collect(Collectors.joining(", ")),
                                siteServer,
                                quote(options.directory().resolve("site.secret")),
                                upstream(options, pki),
                                admin);
    }

    private static String upstream(LabOptions options, LabPki pki) {
        Credential own = pki.upstream();
        return switch (options.site().mode()) {
            case HTTP -> "";
            case EHTTP ->
                "upstream: { trustFile: %s }%n"
                        .formatted(quote(options.directory().resolve("site").resolve("sms-issuing.pem")));
            case HTTPS ->
                "upstream: { trustFile: %s, certificateFile: %s, keyFile: %s }%n"
                        .formatted(
                                quote(pki.certificateOf(LabAuthority.ROOT)),
                                quote(own.certFile()),
                                quote(own.keyFile()));
        };
    }

    static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private static String header(String command, Path file) {
        return "# Written by \"opencmg lab\". Starts alone with: opencmg " + command + " --config " + file + "\n";
    }

    private static String quote(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
