package opencmg.bench.side;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import opencmg.bench.load.LoadTarget;
import opencmg.certs.LabClient;
import opencmg.launch.JvmCommand;

/** A build of this project's gateway and connection point, each in a JVM of its own, with authentication on: every request shows a token or a certificate. */
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

    /** @param who {@link Peer#OPENCMG}, or {@link Peer#OTHER}, whose files get a prefix */
    static Side in(BenchWorkspace place, Backend backend, Peer who, OpenCmgJvms jvms) throws IOException {
        BenchSite site = place.site(backend);
        String prefix = who == Peer.OPENCMG ? "" : who.text() + "-";
        int open = place.freePort();
        Template template = place.template()
                .with("OPEN", open)
                .with("TUNNEL", place.freePort())
                .with("GATEWAY_ADMIN", place.freePort())
                .with("POINT_ADMIN", place.freePort())
                .with("ID", place.pki().plan().connectionPoint())
                .with("POINT_PEM", place.pki().connectionPoint().certFile())
                .with("POINT_KEY", place.pki().connectionPoint().keyFile());
        Path gateway = place.write(prefix + "gateway.yaml", template.fill(GATEWAY));
        Path point = place.write(prefix + "connection-point.yaml", template.fill(CONNECTION_POINT));
        return new Side(
                who,
                List.of(
                        program(place, prefix, "gateway", gateway, jvms),
                        program(place, prefix, "connection-point", point, jvms)),
                new LoadTarget(open, "/CCM_Proxy_ServerAuth/" + BenchSite.ROLE, "Bearer " + site.accessToken(), null),
                new LoadTarget(
                        open,
                        "/CCM_Proxy_MutualAuth/" + BenchSite.ROLE,
                        null,
                        place.pki().client(LabClient.PKI)));
    }

    private static Program program(BenchWorkspace place, String prefix, String part, Path settings, OpenCmgJvms jvms)
            throws IOException {
        String name = prefix + part;
        List<String> arguments = List.of(part, "--config", settings.toString(), "--child");
        return new Program(
                name,
                JvmCommand.of(jvms.program(), jvms.heap(), jvms.flags(place, name), arguments),
                place.file(name + ".log"),
                0);
    }
}
