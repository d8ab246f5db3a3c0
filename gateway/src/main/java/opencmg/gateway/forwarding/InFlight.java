package opencmg.gateway.forwarding;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** How many exchanges the whole gateway has in flight. Any thread. */
public final class InFlight {

    private final int most;
    private final AtomicInteger now = new AtomicInteger();
    private volatile AtomicInteger ofThisTime = new AtomicInteger();

    public InFlight(int most) {
        this.most = most;
    }

    /** What to run when the exchange is over; null when there is no room for it. */
    @Nullable
    Runnable enter() {
        if (now.incrementAndGet() > most) {
            now.decrementAndGet();
            return null;
        }
        AtomicInteger beside = ofThisTime;
        beside.incrementAndGet();
        return () -> {
            beside.decrementAndGet();
            now.decrementAndGet();
        };
    }

    /** Counts those that are under way now and not over yet; none that begins later. */
    public IntSupplier present() {
        AtomicInteger present = ofThisTime;
        ofThisTime = new AtomicInteger();
        return present::get;
    }

    public int now() {
        return now.get();
    }

    public int most() {
        return most;
    }
}
