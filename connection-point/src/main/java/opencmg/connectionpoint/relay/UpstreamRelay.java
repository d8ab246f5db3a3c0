package opencmg.connectionpoint.relay;

import io.vertx.core.Future;
import java.util.function.Supplier;
import opencmg.connectionpoint.traffic.InFlightSlots;
import opencmg.http.client.Http1Client;
import opencmg.settings.RetryBudget;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.Relay;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;

/** What the connection point does with a request that came out of the tunnel. One for each event loop; never throws. */
public final class UpstreamRelay implements Relay {

    private final Supplier<RoutingTable> routes;
    private final RelayContext room;

    /**
     * Relays with what is in force at the moment of each request.
     *
     * @param client of this loop
     * @param watch of this loop
     * @param slots of the whole connection point
     * @param routes the table that is in force
     * @param certificate the own client certificate that is in force
     */
    public UpstreamRelay(
            Http1Client client,
            ExchangeTimeouts watch,
            InFlightSlots slots,
            RelayLimits limits,
            Supplier<RoutingTable> routes,
            Supplier<SelectedCertificate> certificate) {
        this.routes = routes;
        RetryBudget secondTries = new RetryBudget();
        watch.eachSecond(secondTries::second);
        this.room = new RelayContext(client, watch, slots, limits, secondTries, certificate);
    }

    @Override
    public Future<RelayResponse> relay(RelayRequest request) {
        Route route = routes.get().route(request.target());
        if (route == null) {
            return refused(
                    FailureReason.ROLE_UNKNOWN,
                    "no role publishes this path in the configuration of the connection point");
        }
        if (!room.slots().take()) {
            return refused(
                    FailureReason.OVER_LIMIT,
                    room.slots().limit()
                            + " exchanges are in flight, the limit of this connection point (limits.exchanges)");
        }
        return new RelayExchange(request, route, room).begin();
    }

    private static Future<RelayResponse> refused(FailureReason reason, String detail) {
        return Future.failedFuture(new RelayFailure(reason, detail));
    }
}
