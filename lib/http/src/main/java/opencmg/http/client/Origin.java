package opencmg.http.client;

/**
 * A server inside, as the pools know it.
 *
 * @param ssl whether it speaks HTTPS
 * @param host name or address, an IPv6 one without brackets
 * @param port as it is dialled
 */
public record Origin(boolean ssl, String host, int port) {

    public String hostAndPort() {
        return bracketed() + ":" + port;
    }

    /** The value of {@code Host}: the port only where it is not the usual one (RFC 9110 section 7.2). */
    String authority() {
        return port == (ssl ? 443 : 80) ? bracketed() : hostAndPort();
    }

    private String bracketed() {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
