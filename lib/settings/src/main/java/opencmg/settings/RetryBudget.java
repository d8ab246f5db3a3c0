package opencmg.settings;

/**
 * Keeps second tries under a fifth of the traffic, so that who fails already does not get double load. What is not used is saved, up to ten. Both who
 * sends into a tunnel and who sends on behind it have one. For one event loop.
 */
public final class RetryBudget {

    private static final double EARNED_PER_REQUEST = 0.2;
    private static final double EARNED_PER_SECOND = 1;
    private static final double MOST_SAVED = 10;

    private double saved = MOST_SAVED;

    /** A request that is not itself a second try. */
    public void request() {
        earn(EARNED_PER_REQUEST);
    }

    /**
     * Another second has gone by: one more. Only for who also tries again what failed because there was so little traffic, as on connections that grew
     * stale: a single client that asks now and then would otherwise use up more than it earns.
     */
    public void second() {
        earn(EARNED_PER_SECOND);
    }

    private void earn(double more) {
        saved = Math.min(MOST_SAVED, saved + more);
    }

    /** Whether a second try may go out now. */
    public boolean take() {
        if (saved < 1) {
            return false;
        }
        saved -= 1;
        return true;
    }
}
