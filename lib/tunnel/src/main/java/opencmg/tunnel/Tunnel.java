package opencmg.tunnel;

import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** One live connection from a connection point, as the gateway sees it. All methods may be called from any thread. */
public interface Tunnel extends Relay {

    /**
     * Sends a request, with a plain callback: composed futures were 8 % of the gateway's CPU samples.
     *
     * @param onResponse called once, on the caller's context, perhaps before this method returns: with the response head, its body still streaming, or
     *     with a {@link RelayFailure}
     */
    void relay(RelayRequest request, Completable<RelayResponse> onResponse);

    @Override
    default Future<RelayResponse> relay(RelayRequest request) {
        Promise<RelayResponse> response = Promise.promise();
        relay(request, response);
        return response.future();
    }

    /** The hello of the connection point that dialed. */
    Hello peer();

    /** Whether a new exchange may start: the connection is up, does not drain and is below its limit. */
    boolean isAccepting();

    /** Exchanges in flight. */
    int inFlight();

    /** Whether the connection belongs to the event loop of the calling thread, so that an exchange needs no thread change. */
    boolean isOnCurrentLoop();

    /** Accepts no new exchange from now on, lets those in flight finish, then closes. */
    void retire(String reason);

    TunnelStatus status();
}
