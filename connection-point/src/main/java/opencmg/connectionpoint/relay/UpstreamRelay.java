package opencmg.connectionpoint.relay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import opencmg.connectionpoint.traffic.InFlightSlots;
import opencmg.http.HeaderFields.Via;
import opencmg.http.client.Http1Client;
import opencmg.settings.RetryBudget;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.Relay;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;

/**
 * Relays the requests of one event loop's tunnel connections to management points and update points. Never throws. Everything happens on that
 * loop.
 *
 * <p>It is also what the loop's exchanges share: connection pool, limits, retry budget, and one timer that looks for exchanges that have waited
 * too long. A timer per request would cost more than the request's own bookkeeping, and the limits are in seconds.
 */
public final class UpstreamRelay implements Relay {

    private static final long TICK_MILLIS = 250;
    private static final long TICKS_PER_SECOND = 1000 / TICK_MILLIS;

    private final Http1Client client;
    private final InFlightSlots slots;
    private final RelayLimits limits;
    private final Via via;
    private final RetryBudget retryBudget = new RetryBudget();
    private final Set<RelayExchange> exchanges = Collections.newSetFromMap(new IdentityHashMap<>());
    private RoutingTable routes = RoutingTable.EMPTY;
    private SelectedCertificate certificate = SelectedCertificate.NONE;
    private long ticks;

    private UpstreamRelay(Http1Client client, InFlightSlots slots, RelayLimits limits, Via via) {
        this.client = client;
        this.slots = slots;
        this.limits = limits;
        this.via = via;
    }

    /**
     * Starts on the caller's event loop and runs until its context ends. It knows no route until {@link #use}.
     *
     * @param client of this loop
     * @param slots shared by all loops
     * @param via what the connection point adds to Via, the same for all loops
     */
    public static UpstreamRelay onLoop(
            Vertx vertx, Http1Client client, InFlightSlots slots, RelayLimits limits, Via via) {
        UpstreamRelay relay = new UpstreamRelay(client, slots, limits, via);
        vertx.setPeriodic(TICK_MILLIS, timer -> relay.tick());
        return relay;
    }

    /**
     * Replaces the routes for requests from now on. Call it on the loop.
     *
     * @param selected the client certificate that the loop's connections present, for reports
     */
    public void use(RoutingTable table, SelectedCertificate selected) {
        routes = table;
        certificate = selected;
    }

    @Override
    public Future<RelayResponse> relay(RelayRequest request) {
        RoutingTable.Route route = routes.route(request.target());
        if (route == null) {
            return refused(
                    FailureReason.ROLE_UNKNOWN,
                    "no role publishes this path in the configuration of the connection point");
        }
        if (via.hasPassed(request.headers())) {
            return refused(
                    FailureReason.LOOP_DETECTED,
                    "this connection point has relayed it before; role " + route.roleId() + " is at " + route.url()
                            + ", and the request's Via is " + request.headers().getAll("via"));
        }
        if (!slots.tryAcquire()) {
            return refused(
                    FailureReason.OVER_LIMIT,
                    slots.limit() + " exchanges are in flight, the limit of this connection point (limits.exchanges)");
        }
        return new RelayExchange(request, route, this).start();
    }

    private static Future<RelayResponse> refused(FailureReason reason, String detail) {
        return Future.failedFuture(new RelayFailure(reason, detail));
    }

    // ------------------------------------------------------------------ shared by the exchanges of this loop

    Http1Client client() {
        return client;
    }

    Via via() {
        return via;
    }

    RelayLimits limits() {
        return limits;
    }

    RetryBudget retryBudget() {
        return retryBudget;
    }

    SelectedCertificate certificate() {
        return certificate;
    }

    /** Milliseconds of a clock that advances in steps of {@value #TICK_MILLIS}. */
    long now() {
        return ticks * TICK_MILLIS;
    }

    void started(RelayExchange exchange) {
        exchanges.add(exchange);
    }

    void ended(RelayExchange exchange) {
        exchanges.remove(exchange);
        slots.release();
    }

    private void tick() {
        ticks++;
        if (ticks % TICKS_PER_SECOND == 0) {
            retryBudget.second();
        }
        if (!exchanges.isEmpty()) {
            List.copyOf(exchanges).forEach(RelayExchange::checkTimeouts);
        }
    }
}
