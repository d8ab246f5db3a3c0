package opencmg.gateway;

import java.time.Duration;
import opencmg.gateway.edge.EdgeLimits;

/**
 * The {@code limits} of the settings file: how much a gateway takes and how long it waits. Absent keys have the default. Each part of the gateway gets
 * its own view: {@link #edge} and {@link TunnelSettings#limits}.
 *
 * @param inFlight exchanges in flight in the whole gateway, 10000; above it requests are refused with Retry-After
 * @param exchangesPerTunnel exchanges in flight on one tunnel, 2048
 * @param tunnelsPerSecond tunnel connections accepted per second, 100; above it connection points are told to dial again
 * @param streamWindowBytes what one stalled exchange may hold in memory, 524288
 * @param connections client connections, 20000; above it new ones are closed
 * @param headerBytes size of a request head, 65536: tokens and certificates are large
 * @param headerFields number of fields in a request head, 200
 * @param uriBytes length of the request line, 8192
 * @param handshakeSeconds from the TCP connection to the end of the TLS handshake, 10
 * @param keepAliveSeconds how long a connection may wait for its first and for each further request head, 75
 * @param stallSeconds how long a client may stop reading a response, 120
 * @param drainSeconds how long a stopping gateway lets exchanges finish, 30
 * @param eventLoops threads that carry traffic; one for each processor
 */
public record GatewayLimits(
        int inFlight,
        int exchangesPerTunnel,
        int tunnelsPerSecond,
        int streamWindowBytes,
        int connections,
        int headerBytes,
        int headerFields,
        int uriBytes,
        int handshakeSeconds,
        int keepAliveSeconds,
        int stallSeconds,
        int drainSeconds,
        int eventLoops) {

    public static final GatewayLimits DEFAULTS = new GatewayLimits(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public GatewayLimits {
        inFlight = orDefault(inFlight, 10_000, "inFlight");
        exchangesPerTunnel = orDefault(exchangesPerTunnel, 2048, "exchangesPerTunnel");
        tunnelsPerSecond = orDefault(tunnelsPerSecond, 100, "tunnelsPerSecond");
        streamWindowBytes =
                atLeast(65_535, orDefault(streamWindowBytes, 512 << 10, "streamWindowBytes"), "streamWindowBytes");
        connections = orDefault(connections, 20_000, "connections");
        headerBytes = atLeast(8192, orDefault(headerBytes, 64 << 10, "headerBytes"), "headerBytes");
        headerFields = orDefault(headerFields, 200, "headerFields");
        uriBytes = atLeast(1024, orDefault(uriBytes, 8 << 10, "uriBytes"), "uriBytes");
        handshakeSeconds = orDefault(handshakeSeconds, 10, "handshakeSeconds");
        keepAliveSeconds = orDefault(keepAliveSeconds, 75, "keepAliveSeconds");
        stallSeconds = orDefault(stallSeconds, 120, "stallSeconds");
        drainSeconds = orDefault(drainSeconds, 30, "drainSeconds");
        eventLoops = orDefault(eventLoops, Runtime.getRuntime().availableProcessors(), "eventLoops");
    }

    private static int orDefault(int value, int defaultValue, String key) {
        if (value < 0) {
            throw new IllegalArgumentException(key + " must not be negative, for example " + key + ": " + defaultValue);
        }
        return value == 0 ? defaultValue : value;
    }

    private static int atLeast(int min, int value, String key) {
        if (value < min) {
            throw new IllegalArgumentException(
                    key + " is " + value + ", but must be " + min + " or more, for example " + key + ": " + min);
        }
        return value;
    }

    Duration drain() {
        return Duration.ofSeconds(drainSeconds);
    }

    EdgeLimits edge() {
        return new EdgeLimits(
                connections, headerBytes, headerFields, uriBytes, handshakeSeconds, keepAliveSeconds, stallSeconds);
    }
}
