package opencmg.gateway.admission;

import java.time.Clock;
import opencmg.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** The latest decisions. Refused requests have a ring of their own: what people ask about must outlive the traffic that goes well. */
public final class DecisionLog {

    static final int ADMITTED = 1024;
    static final int REFUSED = 4096;

    private final DecisionRing admitted = new DecisionRing(ADMITTED);
    private final DecisionRing refused = new DecisionRing(REFUSED);
    private final Clock clock;

    public DecisionLog(Clock clock) {
        this.clock = clock;
    }

    /** The decision on a request, if it is among the latest; otherwise null. */
    public @Nullable Decision find(String requestId) {
        Decision refusal = refused.find(requestId);
        return refusal != null ? refusal : admitted.find(requestId);
    }

    /** Tells that a request failed after it was admitted, or before admission saw it. */
    public void failed(String requestId, Refusal refusal) {
        Decision before = find(requestId);
        refused.add(
                before != null
                        ? before.failed(refusal)
                        : new Decision(
                                requestId,
                                clock.millis(),
                                "",
                                "",
                                null,
                                Decision.Route.NONE,
                                Decision.Shown.NOTHING,
                                null,
                                refusal));
    }

    void add(Decision decision) {
        (decision.refusal() == null ? admitted : refused).add(decision);
    }

    long now() {
        return clock.millis();
    }
}
