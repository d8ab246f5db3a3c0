package opencmg.tunnel;

import java.time.Duration;

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
 */
public record TunnelLimits(
        int mostExchanges,
        int streamWindow,
        int headerList,
        Duration pingInterval,
        Duration silence,
        Duration handshake,
        Duration drain) {

    public static final TunnelLimits DEFAULT = new TunnelLimits(
            2048,
            512 << 10,
            64 << 10,
            Duration.ofSeconds(5),
            Duration.ofSeconds(9),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30));

    public TunnelLimits {
        if (mostExchanges < 1 || streamWindow < 65_535 || headerList < 8192) {
            throw new IllegalArgumentException(
                    "mostExchanges must be 1 or more, streamWindow 65535 or more, headerList 8192 or more");
        }
    }
}
