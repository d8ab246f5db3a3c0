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
    static Side in(BenchWorkspace workspace, Backend backend, Peer peer, OpenCmgJvms jvms) throws IOException {
        BenchSite site = workspace.site(backend);
        String prefix = peer == Peer.OPENCMG ? "" : peer.text() + "-";
        int open = workspace.freePort();
        Template template = workspace
                .template()
                .with("OPEN", open)
                .with("TUNNEL", workspace.freePort())
                .with("GATEWAY_ADMIN", workspace.freePort())
                .with("POINT_ADMIN", workspace.freePort())
                .with("ID", workspace.pki().plan().connectionPoint())
                .with("POINT_PEM", workspace.pki().connectionPoint().certFile())
                .with("POINT_KEY", workspace.pki().connectionPoint().keyFile());
        Path gateway = workspace.write(prefix + "gateway.yaml", template.fill(GATEWAY));
        Path point = workspace.write(prefix + "connection-point.yaml", template.fill(CONNECTION_POINT));
        return new Side(
                peer,
                List.of(
                        program(workspace, prefix, "gateway", gateway, jvms),
                        program(workspace, prefix, "connection-point", point, jvms)),
                new LoadTarget(open, "/CCM_Proxy_ServerAuth/" + BenchSite.ROLE, "Bearer " + site.accessToken(), null),
                new LoadTarget(
                        open,
                        "/CCM_Proxy_MutualAuth/" + BenchSite.ROLE,
                        null,
                        workspace.pki().client(LabClient.PKI)));
    }

    private static Program program(
            BenchWorkspace workspace, String prefix, String part, Path settings, OpenCmgJvms jvms) throws IOException {
        String name = prefix + part;
        List<String> arguments = List.of(part, "--config", settings.toString(), "--child");
        return new Program(
                name,
                JvmCommand.of(jvms.program(), jvms.heap(), jvms.flags(workspace, name), arguments),
                workspace.file(name + ".log"),
                0);
    }
}
