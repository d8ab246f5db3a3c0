package opencmg.tunnel;

import java.util.Locale;

/** Why an exchange failed. The code travels through the tunnel, so it is part of the wire contract. */
public enum FailureReason {
    /** Provably not processed: not yet written, REFUSED_STREAM, or an id above GOAWAY's last one. Safe to try elsewhere, any method. */
    NOT_SENT("tunnel", true),
    /** The connection was lost when bytes may have arrived. */
    TUNNEL_LOST("tunnel", false),
    /** The other end reset the stream in the middle. */
    BROKEN_OFF("connection-point", false),
    /** The requester has gone. */
    ABANDONED("client", false),
    /** The connection point, or the connection to it, has as many exchanges in flight as it may have. */
    OVER_LIMIT("connection-point", true),
    /** The head of the request is larger than the connection point takes. */
    REQUEST_HEADERS_TOO_LARGE("client", false),
    /** The head of the answer is larger than the gateway takes. */
    ANSWER_HEADERS_TOO_LARGE("upstream", false),
    /** No role with that id at the connection point. */
    ROLE_UNKNOWN("connection-point", false),
    /** Something unforeseen inside the connection point. */
    CONNECTION_POINT_FAILED("connection-point", false),
    /** No TCP connection to the management point or update point. */
    UPSTREAM_UNREACHABLE("upstream", false),
    /** TLS with it failed. */
    UPSTREAM_TLS("upstream", false),
    /** It closed before a whole answer was there. */
    UPSTREAM_LOST("upstream", false),
    /** It gave no answer in time. */
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

    /** Whether a request with a body, or one that is not idempotent, may be sent again on another connection. */
    public boolean safeToRetry() {
        return safeToRetry;
    }

    public static FailureReason of(String code) {
        for (FailureReason reason : values()) {
            if (reason.code().equals(code)) {
                return reason;
            }
        }
        return CONNECTION_POINT_FAILED;
    }
}
