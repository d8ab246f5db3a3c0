package opencmg.gateway.forwarding;

import io.vertx.core.Future;
import java.util.List;
import opencmg.gateway.forwarding.TunnelTable.ConnectionPoint;
import opencmg.gateway.refusal.Reason;
import opencmg.gateway.refusal.Refusal;
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
    public Future<RelayResponse> forward(Exchange exchange) {
        String site = exchange.admitted().siteCode();
        List<ConnectionPoint> points = tunnels.table().of(site);
        if (points.isEmpty()) {
            throw new Refusal(Reason.NO_CONNECTION_POINT, "no connection point of site " + site + " is connected");
        }
        Tunnel tunnel = next(points, exchange.tried());
        if (tunnel == null) {
            throw new Refusal(
                    Reason.OVER_LIMIT,
                    "all " + points.size() + " connection points of site " + site + " are at their limit or drain");
        }
        return exchange.through(tunnel);
    }

    private @Nullable Tunnel next(List<ConnectionPoint> points, @Nullable Tunnel except) {
        int first = turn++ & Integer.MAX_VALUE;
        for (int i = 0; i < points.size(); i++) {
            Tunnel tunnel = points.get((first + i) % points.size()).quietest(except);
            if (tunnel != null) {
                return tunnel;
            }
        }
        return null;
    }
}
