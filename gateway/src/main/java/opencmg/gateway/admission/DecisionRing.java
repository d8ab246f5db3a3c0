package opencmg.gateway.admission;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The last so many decisions; adding is one step forward, finding walks backward. */
final class DecisionRing {

    private final AtomicReferenceArray<@Nullable Decision> places;
    private final AtomicInteger next = new AtomicInteger();

    DecisionRing(int size) {
        this.places = new AtomicReferenceArray<>(size);
    }

    void add(Decision decision) {
        places.setRelease(Math.floorMod(next.getAndIncrement(), places.length()), decision);
    }

    /** The newest decision on that request; null when it is not here any more. */
    @Nullable
    Decision find(String requestId) {
        int end = next.get();
        for (int i = 1; i <= places.length(); i++) {
            Decision decision = places.getAcquire(Math.floorMod(end - i, places.length()));
            if (decision != null && decision.requestId().equals(requestId)) {
                return decision;
            }
        }
        return null;
    }
}
