package opencmg.connectionpoint.relay;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The exchanges of one loop, looked at four times a second for those that have waited too long. One timer for all: a timer per request
 * costs more than the request's own bookkeeping, and limits are in seconds.
 */
public final class ExchangeTimeouts {

    private static final long EVERY_MILLIS = 250;
    private static final long TICKS_PER_SECOND = 1000 / EVERY_MILLIS;

    private final Set<RelayExchange> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Runnable> eachSecond = new ArrayList<>();
    private long ticks;

    private ExchangeTimeouts() {}

    /** Begins on the caller's context, and ends with it. */
    public static ExchangeTimeouts onLoop(Vertx vertx) {
        ExchangeTimeouts watch = new ExchangeTimeouts();
        vertx.setPeriodic(EVERY_MILLIS, timer -> watch.tick());
        return watch;
    }

    /** Milliseconds of a clock that moves in steps. */
    long now() {
        return ticks * EVERY_MILLIS;
    }

    /** Something else that goes by the second. */
    void eachSecond(Runnable action) {
        eachSecond.add(action);
    }

    void add(RelayExchange exchange) {
        open.add(exchange);
    }

    void remove(RelayExchange exchange) {
        open.remove(exchange);
    }

    private void tick() {
        ticks++;
        if (ticks % TICKS_PER_SECOND == 0) {
            eachSecond.forEach(Runnable::run);
        }
        if (!open.isEmpty()) {
            List.copyOf(open).forEach(RelayExchange::tick);
        }
    }
}
