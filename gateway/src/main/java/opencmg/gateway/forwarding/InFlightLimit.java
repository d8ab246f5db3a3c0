package opencmg.gateway.forwarding;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.tunnel.RelayResponse;

/**
 * Refuses at once what would be one exchange too many: a queue here would only make the wait longer. Knows those of its event loop, so that all of them
 * can be given up.
 */
final class InFlightLimit implements Forward {

    private final Forward inner;
    private final InFlight inFlight;
    private final Set<ForwardedExchange> here = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Of the caller's event loop. */
    InFlightLimit(Forward inner, InFlight inFlight) {
        this.inner = inner;
        this.inFlight = inFlight;
        Context loop = Vertx.currentContext();
        inFlight.addLoop(why -> {
            if (loop == null) {
                cut(why); // in a test without loops
            } else {
                loop.runOnContext(go -> cut(why));
            }
        });
    }

    private void cut(Refusal why) {
        List.copyOf(here).forEach(exchange -> exchange.cutOff(why));
    }

    @Override
    public Future<RelayResponse> forward(ForwardedExchange exchange) {
        Runnable leave = inFlight.enter();
        if (leave == null) {
            throw new Refusal(RefusalReason.OVER_LIMIT, inFlight.most() + " exchanges are in flight");
        }
        here.add(exchange);
        exchange.over().onComplete(over -> {
            here.remove(exchange);
            leave.run();
        });
        return inner.forward(exchange);
    }
}
