package opencmg.bench.side;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import opencmg.bench.load.LoadTarget;
import opencmg.certs.LabClient;
import opencmg.launch.JvmCommand;
import opencmg.settings.site.SiteDocument;

/** This project's gateway and connection point, each in a JVM of its own, with authentication on: every request shows a token or a certificate. */
final class OpenCmg {

    private static final String GATEWAY = """
            edge: { listen: "127.0.0.1:@OPEN@", certificateFile: "@EDGE_PEM@", keyFile: "@EDGE_KEY@" }
            tunnel: { listen: "127.0.0.1:@TUNNEL@", certificateFile: "@TUNNEL_PEM@", keyFile: "@TUNNEL_KEY@", trustFile: "@TUNNEL_CA@" }
            admin: { listen: "127.0.0.1:@GATEWAY_ADMIN@" }
            limits: { keepAliveSeconds: 900 }
            """;

    private static final String CONNECTION_POINT = """
            id: @ID@
            certificateFile: "@POINT_PEM@"
            keyFile: "@POINT_KEY@"
            trustFile: "@TUNNEL_CA@"
            gateways: [ "127.0.0.1:@TUNNEL@" ]
            site: { file: "@DIR@/site.yaml" }
            admin: { listen: "127.0.0.1:@POINT_ADMIN@" }
            """;

    private OpenCmg() {}

    static Side in(BenchWorkspace place, Backend backend, OpenCmgJvms jvms) throws IOException {
        BenchSite site = BenchSite.before(backend, place.pki());
        // JSON is YAML.
        Files.write(place.file("site.yaml"), SiteDocument.toJson(site.configuration()));
        int open = place.freePort();
        Template template = place.template()
                .with("OPEN", open)
                .with("TUNNEL", place.freePort())
                .with("GATEWAY_ADMIN", place.freePort())
                .with("POINT_ADMIN", place.freePort())
                .with("ID", place.pki().plan().connectionPoint())
                .with("POINT_PEM", place.pki().connectionPoint().certFile())
                .with("POINT_KEY", place.pki().connectionPoint().keyFile());
        Path gateway = place.write("gateway.yaml", template.fill(GATEWAY));
        Path point = place.write("connection-point.yaml", template.fill(CONNECTION_POINT));
        return new Side(
                Peer.OPENCMG,
                List.of(program(place, "gateway", gateway, jvms), program(place, "connection-point", point, jvms)),
                new LoadTarget(open, "/CCM_Proxy_ServerAuth/" + BenchSite.ROLE, "Bearer " + site.accessToken(), null),
                new LoadTarget(
                        open,
                        "/CCM_Proxy_MutualAuth/" + BenchSite.ROLE,
                        null,
                        place.pki().client(LabClient.PKI)));
    }

    private static Program program(BenchWorkspace place, String part, Path settings, OpenCmgJvms jvms)
            throws IOException {
        return new Program(
                part,
                JvmCommand.of(
                        jvms.heap(),
                        jvms.flags(place, part),
                        List.of(part, "--config", settings.toString(), "--child")),
                place.file(part + ".log"),
                0);
    }
}
