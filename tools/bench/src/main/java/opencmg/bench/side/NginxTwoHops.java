package opencmg.bench.side;

import java.io.IOException;
import java.util.List;
import opencmg.bench.load.LoadTarget;
import opencmg.certs.LabClient;

/** nginx at the edge, HTTP/1.1 over kept TLS connections to a second nginx. Bodies stream, nothing goes to the disk. */
final class NginxTwoHops {

    /** Also for the edge before ssh. {@code @INSIDE@} is the URL of what comes next. */
    static final String EDGE = """
            upstream inside {
              server 127.0.0.1:@NEXT@;
              keepalive 128;
              keepalive_requests 1000000000;
              keepalive_timeout 900s;
            }
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_request_buffering off;
            proxy_buffers 32 16k;
            proxy_max_temp_file_size 0;
            server {
              listen 127.0.0.1:@OPEN@ ssl backlog=4096 reuseport;
              ssl_certificate @EDGE_PEM@;
              ssl_certificate_key @EDGE_KEY@;
              location / { proxy_pass @INSIDE@; @INSIDE_TLS@ }
            }
            server {
              listen 127.0.0.1:@MUTUAL@ ssl backlog=4096 reuseport;
              ssl_certificate @EDGE_PEM@;
              ssl_certificate_key @EDGE_KEY@;
              ssl_client_certificate @ROOT@;
              ssl_verify_client on;
              ssl_verify_depth 2;
              location / { proxy_pass @INSIDE@; @INSIDE_TLS@ }
            }
            """;

    private static final String INSIDE_TLS = """
            proxy_ssl_protocols TLSv1.2;
                proxy_ssl_ciphers @CIPHER@;
                proxy_ssl_verify on;
                proxy_ssl_name localhost;
                proxy_ssl_trusted_certificate @TUNNEL_CA@;""";

    private static final String SECOND = """
            upstream site {
              server 127.0.0.1:@BACKEND@;
              keepalive 128;
              keepalive_requests 1000000000;
              keepalive_timeout 900s;
            }
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_request_buffering off;
            proxy_buffers 32 16k;
            proxy_max_temp_file_size 0;
            server {
              listen 127.0.0.1:@NEXT@ ssl backlog=4096 reuseport;
              ssl_certificate @TUNNEL_PEM@;
              ssl_certificate_key @TUNNEL_KEY@;
              location / { proxy_pass http://site; }
            }
            """;

    private NginxTwoHops() {}

    static Side in(BenchWorkspace workspace, Backend backend) throws IOException {
        int open = workspace.freePort();
        int mutual = workspace.freePort();
        Template template = workspace
                .template()
                .with("OPEN", open)
                .with("MUTUAL", mutual)
                .with("NEXT", workspace.freePort())
                .with("BACKEND", backend.port())
                .with("INSIDE", "https://inside")
                .with("INSIDE_TLS", workspace.template().fill(INSIDE_TLS));
        return new Side(
                Peer.NGINX,
                List.of(
                        NginxFile.program(workspace, "nginx-edge", template, EDGE, 0),
                        NginxFile.program(workspace, "nginx-second", template, SECOND, 0)),
                new LoadTarget(open, "", null, null),
                new LoadTarget(mutual, "", null, workspace.pki().client(LabClient.PKI)));
    }
}
