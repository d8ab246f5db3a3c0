package opencmg.gateway.forwarding;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import opencmg.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** How many exchanges the whole gateway has in flight, and the way to end them all. Any thread. */
public final class InFlight {

    private final int most;
    private final AtomicInteger now = new AtomicInteger();
    private final List<Consumer<Refusal>> loops = new CopyOnWriteArrayList<>();
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

    /** @param cut gives up all exchanges of one event loop; called on any thread */
    void addLoop(Consumer<Refusal> cut) {
        loops.add(cut);
    }

    /** Gives up all that is under way now, on every loop: who waits for an answer is told why, an answer that has begun breaks off. */
    public void cut(Refusal why) {
        loops.forEach(loop -> loop.accept(why));
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
