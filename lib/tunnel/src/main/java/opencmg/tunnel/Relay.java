package opencmg.tunnel;

import io.vertx.core.Future;

/**
 * One request through, one answer back: what a tunnel is to the gateway, and what the connection point does with the request that comes out.
 */
@FunctionalInterface
public interface Relay {

    /**
     * Sends a request on its way.
     *
     * @return the answer's head as soon as it is there, its body still streaming; fails with {@link RelayFailure}. Completes on the caller's
     *     context
     */
    Future<RelayResponse> relay(RelayRequest request);
}
