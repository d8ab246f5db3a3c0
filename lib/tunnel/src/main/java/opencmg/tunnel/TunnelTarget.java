package opencmg.tunnel;

/**
 * A gateway to dial.
 *
 * @param host name or address
 * @param port the gateway's tunnel port
 * @param serverName the name that its certificate must contain; usually the host
 */
public record TunnelTarget(String host, int port, String serverName) {
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
