package opencmg.connectionpoint.relay;

import java.net.URI;
import opencmg.http.client.Origin;

/**
 * Where a role lives inside.
 *
 * @param server to be asked; port 80 or 443 unless the address says otherwise
 * @param basePath what stands before every path there; empty as a rule, never with a slash at its end
 */
record Upstream(Origin server, String basePath) {

    static Upstream at(URI internalUrl) {
        boolean ssl = "https".equals(internalUrl.getScheme());
        int port = internalUrl.getPort() > 0 ? internalUrl.getPort() : ssl ? 443 : 80;
        String path = internalUrl.getRawPath() == null ? "" : internalUrl.getRawPath();
        String host = internalUrl.getHost();
        Origin server = new Origin(ssl, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
        return new Upstream(server, path.replaceAll("/+$", ""));
    }

    boolean ssl() {
        return server.ssl();
    }

    String host() {
        return server.host();
    }

    String hostAndPort() {
        return server.hostAndPort();
    }

    /** Scheme to base path: what takes the place of the external prefix. */
    String url() {
        return (ssl() ? "https://" : "http://") + hostAndPort() + basePath;
    }
}
