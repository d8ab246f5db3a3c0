package opencmg.connectionpoint.traffic;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the exchanges in flight over all loops and limits them. Any thread. */
public final class InFlightSlots {

    private final int limit;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();

    public InFlightSlots(int limit) {
        this.limit = limit;
    }

    /**
     * Never waits.
     *
     * @return false at the limit; the caller then refuses the request
     */
    public boolean tryAcquire() {
        int now = inFlight.incrementAndGet();
        if (now > limit) {
            inFlight.decrementAndGet();
            return false;
        }
        if (now > peak.get()) {
            peak.accumulateAndGet(now, Math::max);
        }
        return true;
    }

    public void release() {
        inFlight.decrementAndGet();
    }

    public int limit() {
        return limit;
    }

    public int inFlight() {
        return inFlight.get();
    }

    /** The highest number in flight since the last reset. */
    int peak(boolean reset) {
        return reset ? peak.getAndSet(inFlight.get()) : peak.get();
    }
}
