package opencmg.gateway.forwarding;

import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;

/** Maps a failure of the tunnel, the connection point or the server inside to the refusal that the client gets. */
public final class HopFailure {

    private HopFailure() {}

    public static Refusal refusal(Throwable failure) {
        return failure instanceof RelayFailure relay
                ? new Refusal(reason(relay.reason()), relay.reason().code() + ": " + relay.detail())
                : Refusal.of(failure);
    }

    private static RefusalReason reason(FailureReason reason) {
        return switch (reason) {
            case NOT_SENT, TUNNEL_LOST -> RefusalReason.TUNNEL_LOST;
            case OVER_LIMIT -> RefusalReason.OVER_LIMIT;
            case BROKEN_OFF, ABANDONED, ROLE_UNKNOWN, CONNECTION_POINT_FAILED -> RefusalReason.CONNECTION_POINT_FAILED;
            case LOOP_DETECTED -> RefusalReason.LOOP_DETECTED;
            case REQUEST_HEADERS_TOO_LARGE -> RefusalReason.HEADER_TOO_LARGE;
            case UPSTREAM_UNREACHABLE -> RefusalReason.UPSTREAM_UNREACHABLE;
            case UPSTREAM_TLS -> RefusalReason.UPSTREAM_TLS;
            case ANSWER_HEADERS_TOO_LARGE, UPSTREAM_LOST -> RefusalReason.UPSTREAM_LOST;
            case UPSTREAM_DEADLINE -> RefusalReason.UPSTREAM_DEADLINE;
        };
    }
}
