package opencmg.gateway.forwarding;

/** Keeps second tries under a fifth of the traffic, so that a failing site does not get double load. For one event loop. */
final class RetryBudget {

    private static final double EARNED_PER_REQUEST = 0.2;
    private static final double MOST_SAVED = 10;

    private double saved = MOST_SAVED;

    /** A request that is not itself a second try. */
    void request() {
        saved = Math.min(MOST_SAVED, saved + EARNED_PER_REQUEST);
    }

    /** Whether a second try may go out now. */
    boolean take() {
        if (saved < 1) {
            return false;
        }
        saved -= 1;
        return true;
    }
}
