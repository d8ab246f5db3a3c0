package opencmg.gateway.forwarding;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import org.jspecify.annotations.Nullable;

/**
 * Counts the exchanges in flight of the whole gateway, refuses those above the limit and can abort all of them. One too many is refused at once: a queue
 * would only make the wait longer. Any thread, except {@link OfLoop}.
 */
public final class InFlight {

    private final int max;
    private final AtomicInteger current = new AtomicInteger();
    private final List<OfLoop> loops = new CopyOnWriteArrayList<>();
    private volatile AtomicInteger generation = new AtomicInteger();

    public InFlight(int max) {
        this.max = max;
    }

    /** The exchanges of the calling event loop. */
    OfLoop ofCurrentLoop() {
        OfLoop loop = new OfLoop(Vertx.currentContext());
        loops.add(loop);
        return loop;
    }

    /** Aborts every exchange on every loop: those that wait for a response get the reason as a refusal, a response that has begun breaks off. */
    public void abortAll(Refusal reason) {
        loops.forEach(loop -> loop.abortAll(reason));
    }

    /** @return counts down the exchanges that are in flight now; later ones are not counted */
    public IntSupplier remainingOfCurrent() {
        AtomicInteger before = generation;
        generation = new AtomicInteger();
        return before::get;
    }

    public int current() {
        return current.get();
    }

    /** The exchanges of one event loop; only used on that loop. */
    final class OfLoop {

        private final @Nullable Context loop; // null in tests without loops
        private final Set<ForwardedExchange> exchanges = Collections.newSetFromMap(new IdentityHashMap<>());

        private OfLoop(@Nullable Context loop) {
            this.loop = loop;
        }

        /** @throws Refusal OVER_LIMIT when the gateway has as many as it may */
        void enter(ForwardedExchange exchange) {
            if (current.incrementAndGet() > max) {
                current.decrementAndGet();
                throw new Refusal(RefusalReason.OVER_LIMIT, max + " exchanges are in flight");
            }
            AtomicInteger ofGeneration = generation;
            ofGeneration.incrementAndGet();
            exchanges.add(exchange);
            exchange.onEnd(() -> {
                exchanges.remove(exchange);
                ofGeneration.decrementAndGet();
                current.decrementAndGet();
            });
        }

        /** Any thread. */
        private void abortAll(Refusal reason) {
            if (loop == null) {
                abortHere(reason);
            } else {
                loop.runOnContext(onLoop -> abortHere(reason));
            }
        }

        private void abortHere(Refusal reason) {
            List.copyOf(exchanges).forEach(exchange -> exchange.abort(reason));
        }
    }
}
