package opencmg.bench.side;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The server behind all sides: nginx with files that fit into memory, plain HTTP. An upload is read to its end into memory before it is answered; a
 * server that answers earlier would measure how fast a side can throw bytes away.
 */
public final class Backend {

    public static final String SMALL = "/CCM_Client/lab/1k";
    public static final String MIDDLE = "/CCM_Client/lab/64k";
    public static final String LARGE = "/CCM_Client/lab/1m";
    public static final String UPLOAD = "/CCM_Client/lab/upload";

    private static final Map<String, Integer> FILES = Map.of(SMALL, 1 << 10, MIDDLE, 64 << 10, LARGE, 1 << 20);

    private static final String BODY = """
            open_file_cache max=100;
            server {
              listen 127.0.0.1:@PORT@ backlog=4096 reuseport;
              root @DIR@/www;
              location / { }
              location = /CCM_Client/lab/upload {
                client_body_buffer_size 2m;
                proxy_pass http://unix:@DIR@/taken.sock;
                proxy_pass_request_body off;
                proxy_set_header Content-Length "";
              }
            }
            server {
              listen unix:@DIR@/taken.sock;
              return 200 "taken\\n";
            }
            """;

    private final int port;

    Backend(int port) {
        this.port = port;
    }

    /** Starts it; it listens when this returns and ends with the workplace. */
    public static Backend start(BenchWorkspace workspace) throws IOException {
        Random chance = new Random(1);
        for (Map.Entry<String, Integer> file : FILES.entrySet()) {
            byte[] content = new byte[file.getValue()];
            chance.nextBytes(content);
            Path path = workspace.file("www" + file.getKey());
            Files.createDirectories(workspace.file("www/CCM_Client/lab"));
            Files.write(path, content);
        }
        int port = workspace.freePort();
        Template template = workspace.template().with("PORT", port);
        Running running = Running.start(List.of(NginxFile.program(workspace, "backend", template, BODY, port)));
        workspace.atTheEnd(running::stop);
        return new Backend(port);
    }

    int port() {
        return port;
    }
}
