package opencmg.gateway.forwarding;

import opencmg.settings.RetryBudget;

/** The chain of one event loop. Read it from the bottom: that is the way of a request. */
public final class Forwarder {

    private Forwarder() {}

    /** @param retried called for each second try */
    public static Forward of(Tunnels tunnels, InFlight inFlight, Deadlines deadlines, Runnable retried) {
        Forward route = new RouteToTunnel(tunnels);
        Forward retry = new RetryOnAnotherTunnel(route, new RetryBudget(), retried);
        Forward deadline = new Deadline(retry, deadlines);
        Forward limit = new InFlightLimit(deadline, inFlight);
        return new NeverThrows(limit);
    }
}
