package opencmg.gateway.forwarding;

import io.vertx.core.Future;
import java.util.List;
import opencmg.gateway.forwarding.TunnelTable.ConnectionPoint;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import org.jspecify.annotations.Nullable;

/**
 * Innermost: picks a tunnel and sends. Connection points of the site take turns, as the product does it (protocol.md 1.1); within one the choice is
 * {@link ConnectionPoint#quietest}. The turn is counted per event loop: with many requests the sum is fair, and nothing is shared.
 */
final class RouteToTunnel implements Forward {

    private final Tunnels tunnels;
    private int turn;

    RouteToTunnel(Tunnels tunnels) {
        this.tunnels = tunnels;
    }

    @Override
    public Future<RelayResponse> forward(ForwardedExchange exchange) {
        String site = exchange.admitted().siteCode();
        List<ConnectionPoint> points = tunnels.table().of(site);
        if (points.isEmpty()) {
            throw new Refusal(
                    RefusalReason.NO_CONNECTION_POINT, "no connection point of site " + site + " is connected");
        }
        Tunnel tunnel = next(points, exchange.tried());
        if (tunnel == null) {
            throw new Refusal(
                    RefusalReason.OVER_LIMIT,
                    "all " + points.size() + " connection points of site " + site + " are at their limit or drain");
        }
        return exchange.through(tunnel);
    }

    /** After a failure another connection point comes first: when one dies its tunnels die one after the other. */
    private @Nullable Tunnel next(List<ConnectionPoint> points, @Nullable Tunnel except) {
        int first = turn++ & Integer.MAX_VALUE;
        Tunnel ofTheSame = null;
        for (int i = 0; i < points.size(); i++) {
            ConnectionPoint point = points.get((first + i) % points.size());
            Tunnel tunnel = point.quietest(except);
            if (tunnel == null) {
                continue;
            }
            if (except == null || !point.id().equals(except.peer().connectionId())) {
                return tunnel;
            }
            ofTheSame = tunnel;
        }
        return ofTheSame;
    }
}
