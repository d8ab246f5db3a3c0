package opencmg.gateway.forwarding;

import io.vertx.core.Future;
import opencmg.tunnel.RelayResponse;

/** Outermost: whatever goes wrong inside comes out as a failed future with a Refusal, and a cut exchange is over at once. */
final class NeverThrows implements Forward {

    private final Forward inner;

    NeverThrows(Forward inner) {
        this.inner = inner;
    }

    @Override
    public Future<RelayResponse> forward(ForwardedExchange exchange) {
        inside(exchange)
                .recover(failure -> Future.failedFuture(HopFailure.refusal(failure)))
                .onComplete(exchange::settle);
        return exchange.answer();
    }

    private Future<RelayResponse> inside(ForwardedExchange exchange) {
        try {
            return inner.forward(exchange);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
