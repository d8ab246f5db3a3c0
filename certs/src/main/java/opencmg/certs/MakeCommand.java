package opencmg.certs;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "make",
        description = "Make a complete PKI: authorities, gateway, connection point, management point, clients.",
        footer = {
            "%nExamples:",
            "  ${COMMAND-FULL-NAME} --dir pki --service-name granite.corp.example",
            "  ${COMMAND-FULL-NAME} --service-name granite.corp.example --key p256",
            "  ${COMMAND-FULL-NAME} --service-name granite.corp.example --wildcard \\",
            "    --san gw.lab --san 192.0.2.7 --crl-url http://crl.corp.example/"
        })
final class MakeCommand extends PkiCommand {

    @Option(
            names = "--service-name",
            required = true,
            paramLabel = "NAME",
            description = "Name by which clients address the gateway: 3 to 24 letters and digits, a dot, a domain.")
    private String serviceName = "";

    @Option(names = "--wildcard", description = "Give the gateway a certificate for *.DOMAIN instead of its name.")
    private boolean wildcard;

    @Option(
            names = "--san",
            paramLabel = "NAME",
            description = "Another host name or address of the gateway; repeatable. Default: this machine.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--connection-point",
            paramLabel = "GUID",
            description = "Id of the connection point; default: a new one.")
    private @Nullable UUID connectionPoint;

    @Option(
            names = "--site-code",
            paramLabel = "CODE",
            description = "Site of the connection point; default LAB. A gateway accepts it for no other site.")
    private String siteCode = LabPlan.DEFAULT_SITE_CODE;

    @Option(names = "--mp", paramLabel = "HOST", description = "Host name of the management point; default mp.DOMAIN.")
    private @Nullable String managementPoint;

    @Option(
            names = "--key",
            paramLabel = "KIND",
            description = "Keys of gateway, management point and clients: rsa2048 (default), rsa4096 or p256.")
    private String key = KeyKind.RSA_2048.option();

    @Option(
            names = "--crl-url",
            paramLabel = "URL",
            description = "URL under which the folder crl will be served, for the certificates. Default: none.")
    private @Nullable URI crlBaseUrl;

    @Override
    void run(Path directory, PrintWriter out) throws IOException {
        LabPki pki = LabPki.make(directory, plan(), CaEnvironment.real());
        LabPlan plan = pki.plan();
        out.println("Made a lab PKI for " + plan.service() + " in " + directory);
        out.println();
        out.println("gateway.yaml          edge:   certificateFile "
                + pki.edge().certFile() + ", keyFile " + pki.edge().keyFile());
        out.println(
                "                      tunnel: certificateFile " + pki.tunnel().certFile() + ", keyFile "
                        + pki.tunnel().keyFile() + ", trustFile " + pki.certificateOf(LabAuthority.TUNNEL));
        out.println("connection-point.yaml id " + plan.connectionPoint() + ", certificateFile "
                + pki.connectionPoint().certFile() + ", keyFile "
                + pki.connectionPoint().keyFile() + ", trustFile " + pki.certificateOf(LabAuthority.TUNNEL));
        out.println("site                  client roots " + pki.certificateOf(LabAuthority.ROOT) + ", intermediates "
                + pki.certificateOf(LabAuthority.ISSUING));
        out.println();
        out.println("Next: a client that trusts the gateway, for example");
        out.println("  curl --cacert " + pki.certificateOf(LabAuthority.ROOT) + " --cert "
                + pki.client(LabClient.PKI).certFile() + " --key "
                + pki.client(LabClient.PKI).keyFile() + " https://" + plan.service()
                + "/CCM_Proxy_MutualAuth/ServiceMetadata");
    }

    private LabPlan plan() {
        LabPlan plan = LabPlan.forService(serviceName).withSiteCode(siteCode).withKey(KeyKind.ofOption(key));
        plan = wildcard ? plan.withWildcard() : plan;
        plan = names.isEmpty() ? plan : plan.withNames(names);
        plan = connectionPoint == null ? plan : plan.withConnectionPoint(connectionPoint);
        plan = managementPoint == null ? plan : plan.withManagementPoint(managementPoint);
        return crlBaseUrl == null ? plan : plan.withCrlBaseUrl(crlBaseUrl);
    }
}
