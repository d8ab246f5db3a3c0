package opencmg.connectionpoint.traffic;

import java.util.concurrent.atomic.AtomicInteger;

/** Exchanges in flight over all loops: counted, and never more than the limit. */
public final class InFlightSlots {

    private final int limit;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    public InFlightSlots(int limit) {
        this.limit = limit;
    }

    /** Takes one, or says no: the caller then refuses at once, it does not wait. */
    public boolean take() {
        int now = taken.incrementAndGet();
        if (now > limit) {
            taken.decrementAndGet();
            return false;
        }
        if (now > most.get()) {
            most.accumulateAndGet(now, Math::max);
        }
        return true;
    }

    public void giveBack() {
        taken.decrementAndGet();
    }

    public int limit() {
        return limit;
    }

    public int inFlight() {
        return taken.get();
    }

    /** Most at one moment since the last rewind. */
    int most(boolean rewind) {
        return rewind ? most.getAndSet(taken.get()) : most.get();
    }
}
