package opencmg.lab.chain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import opencmg.certs.Credential;
import opencmg.certs.LabAuthority;
import opencmg.certs.LabPki;
import opencmg.settings.Address;
import opencmg.settings.site.MpMode;

/** The settings files of the parts, as somebody would write them by hand. */
final class Yaml {

    private Yaml() {}

    static String mockMp(LabOrder order, LabPki pki, Address mp, Address updates, Address siteServer) {
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
                """.formatted(
                                quoted(order.directory().resolve("site")),
                                order.mpMode().name().toLowerCase(Locale.ROOT),
                                mp,
                                pki.plan().managementPoint(),
                                order.mpMode() == MpMode.HTTPS ? mpTls(pki) : "",
                                updates,
                                siteServer,
                                quoted(order.directory().resolve("site.secret")),
                                quoted(pki.certificateOf(LabAuthority.ROOT)),
                                quoted(pki.certificateOf(LabAuthority.ISSUING)),
                                order.crl());
    }

    private static String mpTls(LabPki pki) {
        return """
              certificateFile: %s
              keyFile: %s
              clientTrustFile: %s
            """.formatted(
                        quoted(pki.managementPoint().certFile()),
                        quoted(pki.managementPoint().keyFile()),
                        quoted(pki.certificateOf(LabAuthority.ROOT)))
                .indent(2);
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
            LabOrder order,
            LabPki pki,
            Certificates.Point point,
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

    private static String upstream(LabOrder order, LabPki pki) {
        Credential own = pki.upstream();
        return switch (order.mpMode()) {
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
