package opencmg.gateway.forwarding;

import io.vertx.core.Future;
import opencmg.gateway.refusal.Refusal;
import opencmg.settings.RetryBudget;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayResponse;

/**
 * A second try, on another tunnel, and only where it is provably no repetition: the first one was not processed and nothing of the body was handed
 * out, or the tunnel was lost under a GET or HEAD without a body before an answer began. At most once, and within a {@link RetryBudget}.
 */
final class RetryOnAnotherTunnel implements Forward {

    private final Forward inner;
    private final RetryBudget budget;
    private final Runnable counted;

    RetryOnAnotherTunnel(Forward inner, RetryBudget budget, Runnable counted) {
        this.inner = inner;
        this.budget = budget;
        this.counted = counted;
    }

    @Override
    public Future<RelayResponse> forward(ForwardedExchange exchange) {
        budget.request();
        return inner.forward(exchange).recover(failure -> again(exchange, failure));
    }

    private Future<RelayResponse> again(ForwardedExchange exchange, Throwable failure) {
        if (!(failure instanceof RelayFailure lost) || !mayBeSentAgain(exchange, lost.reason()) || !budget.take()) {
            return Future.failedFuture(failure);
        }
        counted.run();
        try {
            return inner.forward(exchange);
        } catch (Refusal noOther) {
            return Future.failedFuture(failure); // the first failure says more than that there is no second tunnel
        }
    }

    private static boolean mayBeSentAgain(ForwardedExchange exchange, FailureReason reason) {
        if (exchange.isGivenUp()) {
            return false;
        }
        RequestBody body = exchange.body();
        if (body == null) {
            return reason.safeToRetry() || (reason == FailureReason.TUNNEL_LOST && exchange.isReadOnly());
        }
        return body.takeBack() && reason.safeToRetry();
    }
}
