package opencmg.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;

/** Drains a gateway within {@code limits.drainSeconds}: a notice period where there are clients, then the exchanges in flight, then the tunnels. */
final class GatewayShutdown {

    /**
     * How long a stopping gateway that has clients keeps accepting connections and requests, answering each with {@code Connection: close}. A client that
     * sends one request after another then learns of the shutdown from a response, and not from a connection that closes under its next request. Load
     * balancers that check readiness use this time to go elsewhere.
     */
    private static final Duration NOTICE_PERIOD = Duration.ofSeconds(1);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    /** How long the refusals of exchanges that exceeded the drain limit may take to reach their clients. */
    private static final Duration REFUSAL_DELIVERY = Duration.ofSeconds(1);

    private final GatewayState state;
    private final Vertx vertx;
    private final Instant deadline;

    GatewayShutdown(GatewayState state) {
        this.state = state;
        this.vertx = state.vertx();
        this.deadline = Instant.now().plus(state.settings().limits().drain());
    }

    /** Call it once, after readiness is withdrawn. */
    Future<?> drain() {
        state.tunnels().startDraining();
        Future<?> notified = state.connections().get() == 0 ? Future.succeededFuture() : notifyClients();
        return notified.compose(done -> drainClients(remaining()))
                .transform(drained -> Future.join(
                        state.loops().stream().map(EdgeVerticle::drainTunnels).toList()));
    }

    /**
     * Waits for the notice period. A response that began before the shutdown could not carry {@code Connection: close}, and its client may send another
     * request on the same connection: when all of those are over, their clients get a notice period of their own.
     */
    private Future<?> notifyClients() {
        IntSupplier uninformed = state.inFlight().remainingOfCurrent();
        return vertx.timer(NOTICE_PERIOD.toMillis())
                .compose(passed -> uninformed.getAsInt() == 0 ? Future.succeededFuture() : awaitUninformed(uninformed));
    }

    private Future<?> awaitUninformed(IntSupplier uninformed) {
        if (uninformed.getAsInt() > 0 && Instant.now().isBefore(deadline.minus(NOTICE_PERIOD))) {
            return vertx.timer(POLL_INTERVAL.toMillis()).compose(passed -> awaitUninformed(uninformed));
        }
        return vertx.timer(NOTICE_PERIOD.toMillis());
    }

    /** Refuses what exceeds the limit: a connection that just closes would look like the client's doing, in its log and in ours. */
    private Future<?> drainClients(Duration timeout) {
        long timer = vertx.setTimer(Math.max(1, timeout.toMillis()), id -> state.inFlight()
                .abortAll(new Refusal(
                        RefusalReason.DRAINING,
                        "it was not over when the "
                                + state.settings().limits().drain().toSeconds()
                                + " s had passed that a stopping gateway gives (limits.drainSeconds)")));
        return Future.join(state.loops().stream()
                        .map(loop -> loop.drainClients(timeout.plus(REFUSAL_DELIVERY)))
                        .toList())
                .onComplete(drained -> vertx.cancelTimer(timer));
    }

    private Duration remaining() {
        Duration left = Duration.between(Instant.now(), deadline);
        return left.compareTo(NOTICE_PERIOD) > 0 ? left : NOTICE_PERIOD;
    }
}
