package opencmg.tunnel;

import java.time.Duration;
import opencmg.tunnel.link.TunnelServer;

/**
 * What a connection may take and how long it waits.
 *
 * @param mostExchanges exchanges in flight on one connection
 * @param streamWindow bytes that one stalled exchange may hold in memory (HTTP/2 stream window)
 * @param headerList most bytes of a header list (RFC 9113 6.5.2 counting)
 * @param pingInterval how often liveness is probed
 * @param silence without any inbound frame for this long the connection is dead
 * @param handshake most time from TCP accept or connect to the hello
 * @param drain how long exchanges in flight may still take once draining
 * @param acceptsPerSecond connections that one {@link TunnelServer} takes up in a second; of no meaning to who dials
 */
public record TunnelLimits(
        int mostExchanges,
        int streamWindow,
        int headerList,
        Duration pingInterval,
        Duration silence,
        Duration handshake,
        Duration drain,
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
        if (mostExchanges < 1 || streamWindow < 65_535 || headerList < 8192 || acceptsPerSecond < 1) {
            throw new IllegalArgumentException(
                    "mostExchanges and acceptsPerSecond must be 1 or more, streamWindow 65535 or"
                            + " more, headerList 8192 or more");
        }
    }
}
