package opencmg.gateway.edge;

import java.time.Duration;

/**
 * How much a gateway takes and how long it waits. What is absent has the default.
 *
 * @param inFlight exchanges under way in the whole gateway, 10000; what comes beyond is told to come again
 * @param exchangesPerTunnel exchanges under way on one tunnel, 2048
 * @param tunnelsPerSecond tunnel connections taken up in a second, 100; what comes beyond is told to come again
 * @param streamWindowBytes what one stalled exchange may hold in memory, 524288
 * @param connections client connections, 20000; what comes beyond is closed
 * @param headerBytes size of a request's head, 65536: tokens and certificates are large
 * @param headerFields number of fields in a request's head, 200
 * @param uriBytes length of the request line, 8192
 * @param handshakeSeconds from the TCP connection to the end of the TLS handshake, 10
 * @param keepAliveSeconds a connection may wait that long for its first and for each further request head, 75
 * @param stallSeconds a client may stop reading an answer for that long, 120
 * @param drainSeconds how long a stopping gateway lets exchanges finish, 30
 * @param eventLoops threads that carry traffic; one for each processor
 */
public record EdgeLimits(
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

    public static final EdgeLimits DEFAULTS = new EdgeLimits(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public EdgeLimits {
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

    private static int orDefault(int given, int otherwise, String key) {
        if (given < 0) {
            throw new IllegalArgumentException(key + " must not be negative, for example " + key + ": " + otherwise);
        }
        return given == 0 ? otherwise : given;
    }

    private static int atLeast(int least, int given, String key) {
        if (given < least) {
            throw new IllegalArgumentException(
                    key + " is " + given + ", but must be " + least + " or more, for example " + key + ": " + least);
        }
        return given;
    }

    public Duration drain() {
        return Duration.ofSeconds(drainSeconds);
    }
}
