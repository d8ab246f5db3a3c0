package opencmg.gateway.forwarding;

import io.vertx.core.Future;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.tunnel.RelayResponse;
import org.jspecify.annotations.Nullable;

/**
 * Gives up an exchange whose answer has not begun in the endpoint's time. While body bytes move, time begins anew: a long upload is no reason to
 * give up. A client that stalls its upload is told so; otherwise it is the other side that is late.
 */
final class Deadline implements Forward {

    /** The connection point has the same deadline and knows better what it waits for: its word is given time to come back. */
    private static final long GRACE_MILLIS = 2000;

    private final Forward inner;
    private final Deadlines deadlines;

    Deadline(Forward inner, Deadlines deadlines) {
        this.inner = inner;
        this.deadlines = deadlines;
    }

    @Override
    public Future<RelayResponse> forward(ForwardedExchange exchange) {
        Watch watch = new Watch(exchange);
        watch.begin();
        return inner.forward(exchange).onComplete(answered -> watch.stop());
    }

    private final class Watch implements Runnable {

        private final ForwardedExchange exchange;
        private final int seconds;
        private long bytes;
        private Deadlines.@Nullable Entry entry;

        Watch(ForwardedExchange exchange) {
            this.exchange = exchange;
            this.seconds = exchange.admitted().endpoint().deadlineSeconds();
        }

        void begin() {
            bytes = received();
            entry = deadlines.in(seconds * 1000L + GRACE_MILLIS, this);
        }

        void stop() {
            if (entry != null) {
                entry.cancel();
            }
        }

        @Override
        public void run() {
            if (received() > bytes) {
                begin();
            } else {
                exchange.cut(late());
            }
        }

        private Refusal late() {
            RequestBody body = exchange.body();
            return body != null && body.waitsForTheClient()
                    ? new Refusal(
                            RefusalReason.BODY_STALLED,
                            "nothing came for " + seconds + " s, after " + body.bytes() + " bytes")
                    : new Refusal(
                            RefusalReason.DEADLINE,
                            "no answer within the " + seconds + " s of endpoint "
                                    + exchange.admitted().endpoint().name());
        }

        private long received() {
            RequestBody body = exchange.body();
            return body == null ? 0 : body.bytes();
        }
    }
}
