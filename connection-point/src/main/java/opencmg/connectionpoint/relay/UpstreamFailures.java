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

/** What an exception of the HTTP client means: the reason, and a sentence with address, phase and cause. */
final class UpstreamFailures {

    private UpstreamFailures() {}

    /** Before there was a connection. */
    static RelayFailure connecting(Upstream upstream, Throwable cause, String certificates) {
        if (cause instanceof ConnectionPoolTooBusyException) {
            return new RelayFailure(
                    FailureReason.OVER_LIMIT,
                    upstream.url() + ": every connection is in use and the queue for them is full;"
                            + " raise limits.upstreamConnections or add a connection point");
        }
        if (cause instanceof IllegalStateException) {
            return new RelayFailure(
                    FailureReason.CONNECTION_POINT_FAILED,
                    "the connection point cannot send it: " + said(cause) + "; it may be about to stop");
        }
        if (has(cause, UnknownHostException.class)) {
            return failure(
                    FailureReason.UPSTREAM_UNREACHABLE,
                    upstream,
                    "DNS",
                    "the name " + upstream.host() + " is not known");
        }
        if (has(cause, SSLException.class)) {
            return failure(
                    FailureReason.UPSTREAM_TLS,
                    upstream,
                    "TLS",
                    said(cause) + "; own client certificate: " + certificates);
        }
        if (has(cause, ConnectException.class)
                || has(cause, NoRouteToHostException.class)
                || has(cause, SocketException.class)
                || has(cause, TimeoutException.class)) {
            return failure(FailureReason.UPSTREAM_UNREACHABLE, upstream, "TCP", said(cause));
        }
        return failure(
                upstream.ssl() ? FailureReason.UPSTREAM_TLS : FailureReason.UPSTREAM_UNREACHABLE,
                upstream,
                upstream.ssl() ? "TLS" : "TCP",
                said(cause));
    }

    /** On a connection, before or in the answer. */
    static RelayFailure lost(Upstream upstream, Throwable cause, ExchangePhase phase) {
        if (has(cause, SSLException.class)) {
            return failure(FailureReason.UPSTREAM_TLS, upstream, "TLS", said(cause));
        }
        return failure(FailureReason.UPSTREAM_LOST, upstream, phase.text(), said(cause));
    }

    static RelayFailure tooLate(Upstream upstream, ExchangePhase phase, long millis) {
        return failure(
                FailureReason.UPSTREAM_DEADLINE, upstream, phase.text(), "nothing moved for " + millis / 1000 + " s");
    }

    /** Nothing of it is repeated: it may be a credential. */
    static RelayFailure unsendable() {
        return new RelayFailure(
                FailureReason.CONNECTION_POINT_FAILED,
                "its method or one of its headers holds characters that HTTP/1.1 does not allow");
    }

    private static RelayFailure failure(FailureReason reason, Upstream upstream, String phase, String cause) {
        return new RelayFailure(reason, upstream.url() + ": " + phase + ": " + cause);
    }

    private static boolean has(Throwable cause, Class<? extends Throwable> kind) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (kind.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    /** The innermost message: outer ones only say that something failed. */
    private static String said(Throwable cause) {
        String text = cause.getClass().getSimpleName();
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at.getMessage() != null && !at.getMessage().isBlank()) {
                text = at.getMessage().lines().findFirst().orElse(text);
            }
        }
        return text;
    }
}
