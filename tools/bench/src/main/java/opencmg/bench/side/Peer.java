package opencmg.bench.side;

import java.io.IOException;
import java.util.List;

/**
 * The systems that are compared. The first is this build; a peer takes part when its programs are installed. Another build of ours comes second, so
 * that it is measured right after this one in every round.
 */
public enum Peer {
    OPENCMG("opencmg", "gateway and connection point, authentication on"),
    OTHER("other", "another build of ours, authentication on"),
    HAPROXY("haproxy", "two hops: TLS edge, HTTP/2 over TLS to a second one"),
    NGINX("nginx", "two hops: TLS edge, HTTP/1.1 over kept TLS connections to a second one"),
    NGINX_SSH("nginx+ssh", "nginx at the edge, ssh -R from inside");

    private final String text;
    private final String chain;

    Peer(String text, String chain) {
        this.text = text;
        this.chain = chain;
    }

    /** Short, as in the head of a column. */
    public String text() {
        return text;
    }

    /** The hops, in one line. */
    public String chain() {
        return chain;
    }

    /** Whether it is a build of this project: it runs in JVMs, which need a warm-up. */
    public boolean isOurs() {
        return this == OPENCMG || this == OTHER;
    }

    /** Programs that it consists of. */
    public List<Tool> needs() {
        return switch (this) {
            case OPENCMG, OTHER -> List.of();
            case HAPROXY -> List.of(Tool.HAPROXY);
            case NGINX -> List.of(Tool.NGINX);
            case NGINX_SSH -> List.of(Tool.NGINX, Tool.SSHD, Tool.SSH);
        };
    }

    /** Writes its configuration. */
    public Side in(BenchWorkspace workspace, Backend backend, OpenCmgJvms jvms) throws IOException {
        Side side =
                switch (this) {
                    case OPENCMG, OTHER -> OpenCmg.in(workspace, backend, this, jvms);
                    case HAPROXY -> HaproxyTwoHops.in(workspace, backend);
                    case NGINX -> NginxTwoHops.in(workspace, backend);
                    case NGINX_SSH -> NginxOverSsh.in(workspace, backend);
                };
        workspace.atTheEnd(side::stop);
        return side;
    }
}
