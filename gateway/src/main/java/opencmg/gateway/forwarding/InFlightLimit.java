package opencmg.gateway.forwarding;

import io.vertx.core.Future;
import opencmg.gateway.refusal.Reason;
import opencmg.gateway.refusal.Refusal;
import opencmg.tunnel.RelayResponse;

/** Refuses at once what would be one exchange too many: a queue here would only make the wait longer. */
final class InFlightLimit implements Forward {

    private final Forward inner;
    private final InFlight inFlight;

    InFlightLimit(Forward inner, InFlight inFlight) {
        this.inner = inner;
        this.inFlight = inFlight;
    }

    @Override
    public Future<RelayResponse> forward(Exchange exchange) {
        Runnable leave = inFlight.enter();
        if (leave == null) {
            throw new Refusal(Reason.OVER_LIMIT, inFlight.most() + " exchanges are in flight");
        }
        exchange.over().onComplete(over -> leave.run());
        return inner.forward(exchange);
    }
}
