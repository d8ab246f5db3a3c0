package opencmg.bench.side;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What all nginx configurations of the benchmark have in common: as many workers as cores, no access log, connections that stay. */
final class NginxFile {

    private static final String FRAME = """
            daemon off;
            pid @DIR@/@NAME@.pid;
            error_log @DIR@/@NAME@.log warn;
            worker_processes auto;
            worker_rlimit_nofile 16384;
            @USER@
            events { worker_connections 12000; }
            http {
              access_log off;
              sendfile on;
              tcp_nodelay on;
              server_tokens off;
              keepalive_timeout 900s;
              keepalive_requests 1000000000;
              client_header_timeout 900s;
              client_max_body_size 64m;
              large_client_header_buffers 4 64k;
              client_body_temp_path @DIR@/@NAME@.tmp;
              proxy_temp_path @DIR@/@NAME@.tmp;
              fastcgi_temp_path @DIR@/@NAME@.tmp;
              uwsgi_temp_path @DIR@/@NAME@.tmp;
              scgi_temp_path @DIR@/@NAME@.tmp;
              ssl_protocols TLSv1.2;
              ssl_ciphers @CIPHER@;
              ssl_session_cache off;
              ssl_session_tickets off;
            @BODY@
            }
            """;

    private NginxFile() {}

    /**
     * Writes a configuration and says how to run it.
     *
     * @param body what stands in the http block
     * @param port that the program waits for, or 0
     */
    static Program program(BenchWorkspace workspace, String name, Template template, String body, int port)
            throws IOException {
        // Its workers give root's rights away, and could not read a folder that is root's alone.
        boolean root = System.getProperty("user.name", "").equals("root");
        String text = template.with("NAME", name)
                .with("USER", root ? "user root;" : "")
                .with("BODY", template.fill(body).indent(2))
                .fill(FRAME);
        Path file = workspace.write(name + ".conf", text);
        Path log = workspace.file(name + ".log");
        return new Program(
                name, List.of(Tool.NGINX.executable(), "-e", log.toString(), "-c", file.toString()), log, port);
    }
}
