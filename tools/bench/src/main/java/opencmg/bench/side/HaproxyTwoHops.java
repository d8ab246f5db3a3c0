package opencmg.bench.side;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import opencmg.bench.load.LoadTarget;
import opencmg.certs.LabClient;

/** haproxy at the edge, HTTP/2 over TLS to a second haproxy, HTTP/1.1 from there: the same hops as ours, with the tunnel dialled the other way. */
final class HaproxyTwoHops {

    private static final String BOTH = """
            global
              maxconn 11000
              no strict-limits
              tune.ssl.cachesize 0
              tune.h2.initial-window-size 1048576
              ssl-default-bind-ciphers @CIPHER@
              ssl-default-bind-options ssl-min-ver TLSv1.2 ssl-max-ver TLSv1.2 no-tls-tickets
              ssl-default-server-ciphers @CIPHER@
              ssl-default-server-options ssl-min-ver TLSv1.2 ssl-max-ver TLSv1.2
            defaults
              mode http
              option http-keep-alive
              http-reuse always
              timeout connect 5s
              timeout client 900s
              timeout server 900s
              timeout http-keep-alive 900s
            """;

    private static final String EDGE = """
            frontend edge
              bind 127.0.0.1:@OPEN@ ssl crt @DIR@/edge-bundle.pem backlog 4096
              bind 127.0.0.1:@MUTUAL@ ssl crt @DIR@/edge-bundle.pem ca-file @ROOT@ verify required backlog 4096
              default_backend inside
            backend inside
              server second 127.0.0.1:@SECOND@ ssl verify required ca-file @TUNNEL_CA@ alpn h2
            """;

    private static final String SECOND = """
            frontend second
              bind 127.0.0.1:@SECOND@ ssl crt @DIR@/tunnel-bundle.pem alpn h2 backlog 4096
              default_backend site
            backend site
              server nginx 127.0.0.1:@BACKEND@
            """;

    private HaproxyTwoHops() {}

    static Side in(BenchWorkspace workspace, Backend backend) throws IOException {
        int open = workspace.freePort();
        int mutual = workspace.freePort();
        workspace.bundle("edge-bundle.pem", workspace.pki().edge());
        workspace.bundle("tunnel-bundle.pem", workspace.pki().tunnel());
        Template template = workspace
                .template()
                .with("OPEN", open)
                .with("MUTUAL", mutual)
                .with("SECOND", workspace.freePort())
                .with("BACKEND", backend.port());
        return new Side(
                Peer.HAPROXY,
                List.of(
                        program(workspace, "haproxy-edge", template.fill(BOTH + EDGE)),
                        program(workspace, "haproxy-second", template.fill(BOTH + SECOND))),
                new LoadTarget(open, "", null, null),
                new LoadTarget(mutual, "", null, workspace.pki().client(LabClient.PKI)));
    }

    private static Program program(BenchWorkspace workspace, String name, String text) throws IOException {
        Path file = workspace.write(name + ".cfg", text);
        return new Program(
                name,
                List.of(Tool.HAPROXY.executable(), "-db", "-f", file.toString()),
                workspace.file(name + ".log"),
                0);
    }
}
