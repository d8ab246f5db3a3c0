package opencmg.tunnel;

import java.util.Locale;

/** Why an exchange failed. The code is sent through the tunnel, so it is part of the wire contract (docs/tunnel.md 3). */
public enum FailureReason {
    /** Provably not processed: not written yet, REFUSED_STREAM, or a stream id above the last one of a GOAWAY. Safe to retry with any method. */
    NOT_SENT("tunnel", true),
    /** The connection was lost after bytes may have arrived. */
    TUNNEL_LOST("tunnel", false),
    /** The other end reset the stream before it was complete. */
    BROKEN_OFF("connection-point", false),
    /** The requester has disconnected. */
    ABANDONED("client", false),
    /** The connection point, or the connection to it, is at its limit of exchanges in flight. */
    OVER_LIMIT("connection-point", true),
    /** The request head is larger than the connection point accepts. */
    REQUEST_HEADERS_TOO_LARGE("client", false),
    /** The response head is larger than the gateway accepts. */
    ANSWER_HEADERS_TOO_LARGE("upstream", false),
    /** The connection point has no role with that id. */
    ROLE_UNKNOWN("connection-point", false),
    /** The connection point has relayed the request before: an internal URL leads back to a gateway. */
    LOOP_DETECTED("connection-point", false),
    /** An unexpected error in the connection point. */
    CONNECTION_POINT_FAILED("connection-point", false),
    /** The management point or update point could not be reached by TCP. */
    UPSTREAM_UNREACHABLE("upstream", false),
    /** The TLS handshake with it failed. */
    UPSTREAM_TLS("upstream", false),
    /** It closed before the response was complete. */
    UPSTREAM_LOST("upstream", false),
    /** It did not respond in time. */
    UPSTREAM_DEADLINE("upstream", false);

    private final String hop;
    private final boolean safeToRetry;

    FailureReason(String hop, boolean safeToRetry) {
        this.hop = hop;
        this.safeToRetry = safeToRetry;
    }

    /** Wire form, for example {@code upstream_deadline}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@code client}, {@code tunnel}, {@code connection-point} or {@code upstream}. */
    public String hop() {
        return hop;
    }

    /** Whether any request, even one with a body or one that is not idempotent, may be retried on another connection. */
    public boolean safeToRetry() {
        return safeToRetry;
    }

    /** The reverse of {@link #code()}; an unknown code is read as {@link #CONNECTION_POINT_FAILED}. */
    public static FailureReason of(String code) {
        for (FailureReason reason : values()) {
            if (reason.code().equals(code)) {
                return reason;
            }
        }
        return CONNECTION_POINT_FAILED;
    }
}
