package opencmg.gateway.admission;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import opencmg.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** The latest decisions. Refusals have a ring buffer of their own: they are what people look up, and admitted traffic must not push them out. */
public final class DecisionLog {

    static final int ADMITTED = 1024;
    static final int REFUSED = 4096;

    private final Ring admitted = new Ring(ADMITTED);
    private final Ring refused = new Ring(REFUSED);
    private final Clock clock;

    public DecisionLog(Clock clock) {
        this.clock = clock;
    }

    /** The decision on a request if it is among the latest, otherwise null. */
    public @Nullable Decision find(String requestId) {
        Decision refusal = refused.find(requestId);
        return refusal != null ? refusal : admitted.find(requestId);
    }

    /** Records that a request failed after it was admitted, or before it reached admission. */
    public void failed(String requestId, Refusal refusal) {
        Decision earlier = find(requestId);
        refused.add(
                earlier != null
                        ? earlier.refused(refusal)
                        : Decision.withoutAdmission(requestId, clock.millis(), refusal));
    }

    void add(Decision decision) {
        (decision.refusal() == null ? admitted : refused).add(decision);
    }

    long now() {
        return clock.millis();
    }

    /** A lock-free ring buffer: adding is O(1), finding walks backward from the newest. */
    private static final class Ring {

        private final AtomicReferenceArray<@Nullable Decision> slots;
        private final AtomicInteger next = new AtomicInteger();

        Ring(int size) {
            this.slots = new AtomicReferenceArray<>(size);
        }

        void add(Decision decision) {
            slots.setRelease(Math.floorMod(next.getAndIncrement(), slots.length()), decision);
        }

        @Nullable
        Decision find(String requestId) {
            int end = next.get();
            for (int i = 1; i <= slots.length(); i++) {
                Decision decision = slots.getAcquire(Math.floorMod(end - i, slots.length()));
                if (decision != null && decision.requestId().equals(requestId)) {
                    return decision;
                }
            }
            return null;
        }
    }
}
