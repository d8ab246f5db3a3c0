package opencmg.connectionpoint.relay;

import java.time.Duration;

/**
 * What a connection point may take and how long it waits. 0 stands for the default.
 *
 * @param exchanges in flight in total; one more is refused at once
 * @param upstreamConnections to each management point or update point, per event loop; a long poll holds one
 * @param upstreamQueue requests per event loop that wait for such a connection
 * @param connectSeconds to name, connect and shake hands
 * @param deadlineSeconds without progress until the answer begins, where the gateway names no deadline
 * @param answerIdleSeconds between two pieces of an answer
 * @param keepAliveSeconds how long an unused connection is kept; shorter than the other side does (IIS: 120)
 * @param drainSeconds what is in flight may still take when it stops
 * @param streamWindowBytes of a request's body that may be on its way to a server inside that reads nothing, 65535 and more
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

    private static int orDefault(int value, int usual, int most, String key) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(
                    key + " is " + value + " and must be 1 to " + most + ", for example " + key + ": " + usual);
        }
        return value == 0 ? usual : value;
    }

    public Duration connect() {
        return Duration.ofSeconds(connectSeconds);
    }

    public Duration deadline() {
        return Duration.ofSeconds(deadlineSeconds);
    }

    public Duration answerIdle() {
        return Duration.ofSeconds(answerIdleSeconds);
    }

    public Duration keepAlive() {
        return Duration.ofSeconds(keepAliveSeconds);
    }

    public Duration drain() {
        return Duration.ofSeconds(drainSeconds);
    }
}
