package opencmg.tunnel;

import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** One live connection from a connection point, as the gateway sees it. */
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

    /** Who dialled. */
    Hello peer();

    /** Whether new exchanges may begin: up, not draining and below its limit. Any thread. */
    boolean accepting();

    /** Exchanges in flight. Any thread. */
    int outstanding();

    /** Whether it lives on the event loop of the calling thread: the way without a thread change. */
    boolean onThisLoop();

    /** Takes no new exchange from now on, lets those in flight end, then closes: a connection of a higher epoch has come. Any thread. */
    void retire(String why);

    /** A snapshot for people and metrics. Any thread. */
    TunnelStatus status();
}
