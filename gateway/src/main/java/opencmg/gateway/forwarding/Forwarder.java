package opencmg.gateway.forwarding;

import io.vertx.core.Completable;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.settings.RetryBudget;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards admitted requests of one event loop through a tunnel: checks the in-flight limit, starts the deadline, picks a tunnel, sends, and retries
 * once where that is safe.
 *
 * <p>Plain calls and one callback: as a chain of wrappers that composed futures, this took 14 calls and a dozen futures up to the HEADERS frame, and
 * composed futures were 8 % of the gateway's CPU samples. ForwardingDepthTest keeps it short.
 */
public final class Forwarder {

    private static final Logger log = LoggerFactory.getLogger(Forwarder.class);

    /** The connection point has the same deadline and knows better what it waited for, so its failure gets time to arrive first. */
    private static final long DEADLINE_GRACE_MILLIS = 2000;

    private final Tunnels tunnels;
    private final InFlight.OfLoop inFlight;
    private final Deadlines deadlines;
    private final RetryBudget retryBudget = new RetryBudget();
    private final Runnable onRetry;
    private int turn;

    /**
     * Call it on the event loop that it is for.
     *
     * @param onRetry called for each retry
     */
    public Forwarder(Tunnels tunnels, InFlight inFlight, Deadlines deadlines, Runnable onRetry) {
        this.tunnels = tunnels;
        this.inFlight = inFlight.ofCurrentLoop();
        this.deadlines = deadlines;
        this.onRetry = onRetry;
    }

    /**
     * Sends the request. Never throws.
     *
     * @param onResponse called once on this loop, perhaps before this method returns: with the response head, its body still streaming, or with a
     *     {@link Refusal} (a {@link RelayFailure} when the client has gone)
     */
    public void forward(ForwardedExchange exchange, Completable<RelayResponse> onResponse) {
        if (exchange.begin(onResponse)) {
            try {
                inFlight.enter(exchange);
                startDeadline(exchange);
                retryBudget.request();
                send(exchange, (response, failure) -> onFirstResult(exchange, response, failure));
            } catch (RuntimeException e) {
                fail(exchange, e);
            }
        }
    }

    private void send(ForwardedExchange exchange, Completable<RelayResponse> onResult) {
        Tunnel tunnel = tunnels.select(exchange.admitted().siteCode(), turn++, exchange.lastTunnel());
        tunnel.relay(exchange.requestFor(tunnel), onResult);
    }

    // ------------------------------------------------------------------ retry

    private void onFirstResult(
            ForwardedExchange exchange, @Nullable RelayResponse response, @Nullable Throwable failure) {
        if (failure instanceof RelayFailure relay && isSafeToRetry(exchange, relay.reason()) && retryBudget.take()) {
            retry(exchange, relay);
        } else {
            complete(exchange, response, failure);
        }
    }

    private void retry(ForwardedExchange exchange, RelayFailure first) {
        onRetry.run();
        try {
            send(exchange, (response, failure) -> complete(exchange, response, failure));
        } catch (Refusal noOtherTunnel) {
            fail(exchange, first); // the first failure says more than that there is no second tunnel
        } catch (RuntimeException e) {
            fail(exchange, e);
        }
    }

    /**
     * A retry is safe only where it is provably no repetition: the first attempt was not processed and nothing of the body was read, or the tunnel was
     * lost under a GET or HEAD without a body before the response began.
     */
    private static boolean isSafeToRetry(ForwardedExchange exchange, FailureReason reason) {
        if (exchange.isCancelled()) {
            return false;
        }
        RequestBody body = exchange.body();
        if (body == null) {
            return reason.safeToRetry() || (reason == FailureReason.TUNNEL_LOST && exchange.isReadOnly());
        }
        return body.reclaim() && reason.safeToRetry();
    }

    private static void complete(
            ForwardedExchange exchange, @Nullable RelayResponse response, @Nullable Throwable failure) {
        exchange.complete(response, failure == null ? null : HopFailure.refusal(failure));
    }

    private static void fail(ForwardedExchange exchange, RuntimeException failure) {
        if (exchange.isPending()) {
            exchange.complete(null, HopFailure.refusal(failure));
        } else {
            log.atError().setCause(failure).log("An exchange failed after its end");
        }
    }

    // ------------------------------------------------------------------ deadline

    /**
     * Cancels an exchange whose response has not begun within the endpoint's deadline. It starts anew as long as body bytes arrive: a long upload is
     * no reason to give up.
     */
    private void startDeadline(ForwardedExchange exchange) {
        long received = exchange.bytesReceived();
        exchange.deadline(deadlines.in(exchange.deadlineSeconds() * 1000L + DEADLINE_GRACE_MILLIS, () -> {
            if (exchange.bytesReceived() > received) {
                startDeadline(exchange);
            } else {
                exchange.cancel(deadlineExceeded(exchange));
            }
        }));
    }

    /** A client that stalls its upload is to blame for it; otherwise the inside is late. */
    private static Refusal deadlineExceeded(ForwardedExchange exchange) {
        RequestBody body = exchange.body();
        return body != null && body.isWaitingForClient()
                ? new Refusal(
                        RefusalReason.BODY_STALLED,
                        "nothing came for " + exchange.deadlineSeconds() + " s, after " + body.bytes() + " bytes")
                : new Refusal(
                        RefusalReason.DEADLINE,
                        "no answer within the " + exchange.deadlineSeconds() + " s of endpoint "
                                + exchange.admitted().endpoint().name());
    }
}
