package opencmg.tunnel;

import io.vertx.core.buffer.Buffer;

/** What the gateway wants to know of its tunnels. Called on the connection's event loop: return at once. */
public interface TunnelWatcher {

    /**
     * Asked before a connection point is taken up.
     *
     * @return why it is turned away; empty when it is welcome
     */
    default String objection(Hello hello) {
        return "";
    }

    /** Said hello and may carry requests. */
    void up(Tunnel tunnel);

    /** Carries no new request any more: lost, replaced or draining. Called once for each {@link #up}. */
    void down(Tunnel tunnel, String cause);

    /**
     * A site configuration has come.
     *
     * @param json UTF-8, opaque to the tunnel
     * @return what became of it: the text goes back to the connection point
     */
    Applied siteConfiguration(Tunnel tunnel, long version, Buffer json);

    /**
     * The fate of a configuration.
     *
     * @param version that this gateway runs now; 0 when it has none
     * @param problem why the offered one was refused; empty when it was not
     */
    record Applied(long version, String problem) {}
}
