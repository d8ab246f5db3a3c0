package opencmg.tunnel;

import io.vertx.core.Future;

/** Sends one request and returns its response. A tunnel is a relay for the gateway; the connection point provides the relay for what comes out of the tunnel. */
@FunctionalInterface
public interface Relay {

    /**
     * Forwards a request.
     *
     * @return the response as soon as its head has arrived, with its body still streaming; fails with {@link RelayFailure}. Completes on the caller's
     *     context
     */
    Future<RelayResponse> relay(RelayRequest request);
}
