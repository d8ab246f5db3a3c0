package opencmg.connectionpoint.relay;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;

/** Maps exceptions of the HTTP client to a reason and a sentence with address, phase and cause. */
final class UpstreamFailures {

    private UpstreamFailures() {}

    /**
     * No connection could be had.
     *
     * @param certificates what the filters left, for the detail of a TLS failure
     */
    static RelayFailure notConnected(Upstream upstream, Throwable cause, String certificates) {
        if (cause instanceof ConnectionPoolTooBusyException) {
            return new RelayFailure(
                    FailureReason.OVER_LIMIT,
                    upstream.url() + ": every connection is in use and the queue for them is full;"
                            + " raise limits.upstreamConnections or add a connection point");
        }
        if (cause instanceof IllegalStateException) {
            return new RelayFailure(
                    FailureReason.CONNECTION_POINT_FAILED,
                    "the connection point cannot send it: " + innermostMessage(cause) + "; it may be about to stop");
        }
        if (isCausedBy(cause, UnknownHostException.class)) {
            return failure(
                    FailureReason.UPSTREAM_UNREACHABLE,
                    upstream,
                    "DNS",
                    "the name " + upstream.origin().host() + " is not known");
        }
        if (isCausedBy(cause, SSLException.class)) {
            return failure(
                    FailureReason.UPSTREAM_TLS,
                    upstream,
                    "TLS",
                    innermostMessage(cause) + "; own client certificate: " + certificates);
        }
        if (isCausedBy(cause, ConnectException.class)
                || isCausedBy(cause, NoRouteToHostException.class)
                || isCausedBy(cause, SocketException.class)
                || isCausedBy(cause, TimeoutException.class)) {
            return failure(FailureReason.UPSTREAM_UNREACHABLE, upstream, "TCP", innermostMessage(cause));
        }
        return failure(
                upstream.ssl() ? FailureReason.UPSTREAM_TLS : FailureReason.UPSTREAM_UNREACHABLE,
                upstream,
                upstream.ssl() ? "TLS" : "TCP",
                innermostMessage(cause));
    }

    /** A connection failed before or during the response. */
    static RelayFailure lost(Upstream upstream, Throwable cause, RelayExchange.Phase phase) {
        if (isCausedBy(cause, SSLException.class)) {
            return failure(FailureReason.UPSTREAM_TLS, upstream, "TLS", innermostMessage(cause));
        }
        return failure(FailureReason.UPSTREAM_LOST, upstream, phase.text(), innermostMessage(cause));
    }

    static RelayFailure timedOut(Upstream upstream, RelayExchange.Phase phase, long idleMillis) {
        return failure(
                FailureReason.UPSTREAM_DEADLINE,
                upstream,
                phase.text(),
                "nothing moved for " + idleMillis / 1000 + " s");
    }

    /** Quotes nothing of the head, which may hold a credential. */
    static RelayFailure unwritableHead() {
        return new RelayFailure(
                FailureReason.CONNECTION_POINT_FAILED,
                "its method or one of its headers holds characters that HTTP/1.1 does not allow");
    }

    private static RelayFailure failure(FailureReason reason, Upstream upstream, String phase, String cause) {
        return new RelayFailure(reason, upstream.url() + ": " + phase + ": " + cause);
    }

    private static boolean isCausedBy(Throwable cause, Class<? extends Throwable> kind) {
        for (Throwable current = cause; current != null; current = current.getCause()) {
            if (kind.isInstance(current)) {
                return true;
            }
        }
        return false;
    }

    /** Outer exceptions only say that something failed. */
    private static String innermostMessage(Throwable cause) {
        String text = cause.getClass().getSimpleName();
        for (Throwable current = cause; current != null; current = current.getCause()) {
            if (current.getMessage() != null && !current.getMessage().isBlank()) {
                text = current.getMessage().lines().findFirst().orElse(text);
            }
        }
        return text;
    }
}
