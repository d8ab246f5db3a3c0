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

/** The settings files of the parts, as somebody would write them by hand. */
final class PartSettings {

    private PartSettings() {}

    /**
     * The file of the mock site.
     *
     * @param free an address for each of its listeners in turn
     */
    static String mockMp(LabOptions order, LabPki pki, @Nullable MockEntra entra, Supplier<Address> free) {
        return head("mock-mp", order.directory().resolve("mock-mp.yaml"))
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
                                quoted(order.directory().resolve("site")),
                                order.site().mode().name().toLowerCase(Locale.ROOT),
                                free.get(),
                                pki.plan().managementPoint(),
                                order.site().mode() == MpMode.HTTPS ? mpTls(pki) : "",
                                free.get(),
                                free.get(),
                                quoted(order.directory().resolve("site.secret")),
                                quoted(pki.certificateOf(LabAuthority.ROOT)),
                                quoted(pki.certificateOf(LabAuthority.ISSUING)),
                                order.site().crl(),
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
                        quoted(pki.managementPoint().certFile()),
                        quoted(pki.managementPoint().keyFile()),
                        quoted(pki.certificateOf(LabAuthority.ROOT)));
    }

    static String gateway(Path file, LabPki pki, Address edge, Address tunnel, Address admin) {
        return head("gateway", file)
                + """
                name: %s
                edge:   { listen: "%s", certificateFile: %s, keyFile: %s }
                tunnel: { listen: "%s", certificateFile: %s, keyFile: %s, trustFile: %s }
                admin:  { listen: "%s" }
                """.formatted(
                                file.getFileName().toString().replace(".yaml", ""),
                                edge,
                                quoted(pki.edge().certFile()),
                                quoted(pki.edge().keyFile()),
                                tunnel,
                                quoted(pki.tunnel().certFile()),
                                quoted(pki.tunnel().keyFile()),
                                quoted(pki.certificateOf(LabAuthority.TUNNEL)),
                                admin);
    }

    static String connectionPoint(
            Path file,
            LabOptions order,
            LabPki pki,
            LabCertificates.Point point,
            Collection<Address> gateways,
            String siteServer,
            Address admin) {
        return head("connection-point", file)
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
                                quoted(point.credential().certFile()),
                                quoted(point.credential().keyFile()),
                                quoted(pki.certificateOf(LabAuthority.TUNNEL)),
                                gateways.stream()
                                        .map(address -> '"' + address.toString() + '"')
                                        .collect(Collectors.joining(", ")),
                                siteServer,
                                quoted(order.directory().resolve("site.secret")),
                                upstream(order, pki),
                                admin);
    }

    private static String upstream(LabOptions order, LabPki pki) {
        Credential own = pki.upstream();
        return switch (order.site().mode()) {
            case HTTP -> "";
            case EHTTP ->
                "upstream: { trustFile: %s }%n"
                        .formatted(quoted(order.directory().resolve("site").resolve("sms-issuing.pem")));
            case HTTPS ->
                "upstream: { trustFile: %s, certificateFile: %s, keyFile: %s }%n"
                        .formatted(
                                quoted(pki.certificateOf(LabAuthority.ROOT)),
                                quoted(own.certFile()),
                                quoted(own.keyFile()));
        };
    }

    static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private static String head(String command, Path file) {
        return "# Written by \"opencmg lab\". Starts alone with: opencmg " + command + " --config " + file + "\n";
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
