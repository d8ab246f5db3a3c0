package opencmg.tunnel;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/** Callbacks of a tunnel server to its gateway. They run on the event loop of the connection and must not block. */
public interface TunnelListener {

    /**
     * Decides whether a connection point may connect. Its certificate names its connection id, which the tunnel has checked.
     *
     * @param certifiedSites the codes of the sites that its certificate names; empty for a certificate that names none
     * @return why it is refused; empty if it may connect
     */
    default String reasonToRefuse(Hello hello, Set<String> certifiedSites) {
        return "";
    }

    /** A connection has completed its hello and may carry requests. */
    void onUp(Tunnel tunnel);

    /** A connection accepts no new requests any longer: lost, replaced or draining. Called once for each {@link #onUp}. */
    void onDown(Tunnel tunnel, String cause);

    /**
     * A connection point has sent a site configuration. The next one of the same tunnel waits until the future is complete; of several that wait only the
     * newest is delivered.
     *
     * @param json UTF-8, opaque to the tunnel
     * @return the result, which is sent back to the connection point; a failure ends the connection. May complete on any thread
     */
    Future<Applied> onSite(Tunnel tunnel, long version, Buffer json);

    /**
     * The result of applying a site configuration.
     *
     * @param version that this gateway runs now; 0 if it has none
     * @param problem why the offered one was rejected; empty if it was not
     */
    record Applied(long version, String problem) {}
}
