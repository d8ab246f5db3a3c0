package opencmg.connectionpoint.upstream;

import java.net.URI;

/**
 * Where a role lives inside.
 *
 * @param ssl whether it speaks HTTPS
 * @param host name or address
 * @param port 80 or 443 unless the address says otherwise
 * @param basePath what stands before every path there; empty as a rule, never with a slash at its end
 */
record Upstream(boolean ssl, String host, int port, String basePath) {

    static Upstream at(URI internalUrl) {
        boolean ssl = "https".equals(internalUrl.getScheme());
        int port = internalUrl.getPort() > 0 ? internalUrl.getPort() : ssl ? 443 : 80;
        String path = internalUrl.getRawPath() == null ? "" : internalUrl.getRawPath();
        String host = internalUrl.getHost();
        return new Upstream(
                ssl,
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                path.replaceAll("/+$", ""));
    }

    String hostAndPort() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Scheme to base path: what takes the place of the external prefix. */
    String url() {
        return (ssl ? "https://" : "http://") + hostAndPort() + basePath;
    }
}
