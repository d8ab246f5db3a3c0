package opencmg.connectionpoint.relay;

import java.time.Duration;

/**
 * Limits and timeouts of a connection point. 0 stands for the default.
 *
 * @param exchanges max in flight in total; further requests are refused at once
 * @param upstreamConnections max to each management point or update point, per event loop; a long poll occupies one
 * @param upstreamQueue max requests per event loop that wait for such a connection
 * @param connectSeconds max for name lookup, connect and TLS handshake
 * @param deadlineSeconds max without progress until the response begins, unless the gateway sets a deadline
 * @param answerIdleSeconds max between two chunks of a response
 * @param keepAliveSeconds how long an idle connection is kept; shorter than the server keeps it (IIS: 120)
 * @param drainSeconds max for exchanges in flight to finish at shutdown
 * @param streamWindowBytes HTTP/2 stream window: how much of a request body is buffered for an upstream that does not read, 65535 or more
 */
public record RelayLimits(
        int exchanges,
        int upstreamConnections,
        int upstreamQueue,
        int connectSeconds,
        int deadlineSeconds,
        int answerIdleSeconds,
        int keepAliveSeconds,
        int drainSeconds,
        int streamWindowBytes) {

    public static final RelayLimits DEFAULT = new RelayLimits(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public RelayLimits {
        exchanges = orDefault(exchanges, 8192, 1_000_000, "exchanges");
        upstreamConnections = orDefault(upstreamConnections, 2048, 60_000, "upstreamConnections");
        upstreamQueue = orDefault(upstreamQueue, 1024, 1_000_000, "upstreamQueue");
        connectSeconds = orDefault(connectSeconds, 10, 300, "connectSeconds");
        deadlineSeconds = orDefault(deadlineSeconds, 60, 3600, "deadlineSeconds");
        answerIdleSeconds = orDefault(answerIdleSeconds, 60, 3600, "answerIdleSeconds");
        keepAliveSeconds = orDefault(keepAliveSeconds, 30, 3600, "keepAliveSeconds");
        drainSeconds = orDefault(drainSeconds, 30, 3600, "drainSeconds");
        streamWindowBytes = orDefault(streamWindowBytes, 512 << 10, 64 << 20, "streamWindowBytes");
        if (streamWindowBytes < 65_535) {
            throw new IllegalArgumentException("streamWindowBytes is " + streamWindowBytes
                    + " and must be 65535 or more (RFC 9113 section 6.9.2)");
        }
    }

    private static int orDefault(int value, int defaultValue, int max, String key) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(
                    key + " is " + value + " and must be 1 to " + max + ", for example " + key + ": " + defaultValue);
        }
        return value == 0 ? defaultValue : value;
    }

    public Duration connectTimeout() {
        return Duration.ofSeconds(connectSeconds);
    }

    public Duration responseIdle() {
        return Duration.ofSeconds(answerIdleSeconds);
    }

    public Duration keepAlive() {
        return Duration.ofSeconds(keepAliveSeconds);
    }

    public Duration drain() {
        return Duration.ofSeconds(drainSeconds);
    }
}
