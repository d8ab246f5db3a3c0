package opencmg.tunnel;

import java.time.Duration;
import opencmg.tunnel.link.TunnelServer;

/**
 * Limits and timeouts of a connection.
 *
 * @param maxExchanges exchanges in flight on one connection
 * @param streamWindow bytes that one stalled exchange may buffer (HTTP/2 stream window)
 * @param maxHeaderListSize bytes of a header list, counted as in RFC 9113 6.5.2
 * @param pingInterval time between two PINGs
 * @param silenceTimeout the connection is cut when nothing has been received for this long
 * @param handshakeTimeout from TCP accept or connect to the hello
 * @param drainTimeout how long exchanges in flight may continue while the connection drains
 * @param acceptsPerSecond connections that one {@link TunnelServer} accepts per second; the dialing end ignores it
 */
public record TunnelLimits(
        int maxExchanges,
        int streamWindow,
        int maxHeaderListSize,
        Duration pingInterval,
        Duration silenceTimeout,
        Duration handshakeTimeout,
        Duration drainTimeout,
        int acceptsPerSecond) {

    public static final TunnelLimits DEFAULT = new TunnelLimits(
            2048,
            512 << 10,
            64 << 10,
            Duration.ofSeconds(5),
            Duration.ofSeconds(9),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            100);

    public TunnelLimits {
        if (maxExchanges < 1 || streamWindow < 65_535 || maxHeaderListSize < 8192 || acceptsPerSecond < 1) {
            throw new IllegalArgumentException(
                    "maxExchanges and acceptsPerSecond must be 1 or more, streamWindow 65535 or"
                            + " more, maxHeaderListSize 8192 or more");
        }
    }
}
