package opencmg.settings;

/**
 * Limits retries to a fifth of the requests, so that a failing server does not get double load. Unused retries are saved, up to ten. The gateway has one
 * budget per event loop for its tunnels, and the connection point one for its upstream servers. Not thread-safe: for one event loop.
 */
public final class RetryBudget {

    private static final double GAIN_PER_REQUEST = 0.2;
    private static final double GAIN_PER_SECOND = 1;
    private static final double MAX_SAVED = 10;

    private double saved = MAX_SAVED;

    /** Counts a request that is not itself a retry. */
    public void request() {
        add(GAIN_PER_REQUEST);
    }

    /**
     * Counts a second that has passed, which allows one more retry. Only for callers that also retry on stale connections: these fail when there is
     * little traffic, and a single client with a request now and then would otherwise use up its budget.
     */
    public void second() {
        add(GAIN_PER_SECOND);
    }

    private void add(double more) {
        saved = Math.min(MAX_SAVED, saved + more);
    }

    /** Takes one retry from the budget, if there is one. */
    public boolean take() {
        if (saved < 1) {
            return false;
        }
        saved -= 1;
        return true;
    }
}
