package opencmg.gateway.forwarding;

import opencmg.gateway.refusal.Reason;
import opencmg.gateway.refusal.Refusal;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;

/** What the tunnel says of a failure, in the words of the table of refusals. */
public final class HopFailure {

    private HopFailure() {}

    public static Refusal refusal(Throwable failure) {
        return failure instanceof RelayFailure relay
                ? new Refusal(reason(relay.reason()), relay.reason().code() + ": " + relay.detail())
                : Refusal.of(failure);
    }

    private static Reason reason(FailureReason reason) {
        return switch (reason) {
            case NOT_SENT, TUNNEL_LOST -> Reason.TUNNEL_LOST;
            case OVER_LIMIT -> Reason.OVER_LIMIT;
            case BROKEN_OFF, ABANDONED, ROLE_UNKNOWN, CONNECTION_POINT_FAILED -> Reason.CONNECTION_POINT_FAILED;
            case REQUEST_HEADERS_TOO_LARGE -> Reason.HEADER_TOO_LARGE;
            case UPSTREAM_UNREACHABLE -> Reason.UPSTREAM_UNREACHABLE;
            case UPSTREAM_TLS -> Reason.UPSTREAM_TLS;
            case ANSWER_HEADERS_TOO_LARGE, UPSTREAM_LOST -> Reason.UPSTREAM_LOST;
            case UPSTREAM_DEADLINE -> Reason.UPSTREAM_DEADLINE;
        };
    }
}
