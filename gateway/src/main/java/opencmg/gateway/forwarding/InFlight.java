package opencmg.gateway.forwarding;

import java.util.concurrent.atomic.AtomicInteger;

/** How many exchanges the whole gateway has in flight. Any thread. */
public final class InFlight {

    private final int most;
    private final AtomicInteger now = new AtomicInteger();

    public InFlight(int most) {
        this.most = most;
    }

    boolean enter() {
        if (now.incrementAndGet() <= most) {
            return true;
        }
        now.decrementAndGet();
        return false;
    }

    void leave() {
        now.decrementAndGet();
    }

    public int now() {
        return now.get();
    }

    public int most() {
        return most;
    }
}
