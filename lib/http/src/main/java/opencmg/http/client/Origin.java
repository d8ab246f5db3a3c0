package opencmg.http.client;

/**
 * A server inside; the key of its connection pool.
 *
 * @param ssl whether it uses HTTPS
 * @param host name or address, an IPv6 address without brackets
 * @param port to connect to
 */
public record Origin(boolean ssl, String host, int port) {

    public String hostAndPort() {
        return bracketedHost() + ":" + port;
    }

    /** The value of {@code Host}: with the port unless it is the default of the scheme (RFC 9110 section 7.2). */
    String authority() {
        return port == (ssl ? 443 : 80) ? bracketedHost() : hostAndPort();
    }

    private String bracketedHost() {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
