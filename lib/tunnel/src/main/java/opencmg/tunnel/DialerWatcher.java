package opencmg.tunnel;

/** What the connection point wants to know of its connections. Called on their event loop: return at once. */
public interface DialerWatcher {

    /** A gateway has said welcome. */
    void up(TunnelTarget gateway, String instance);

    /** A connection that was up is lost or drains. */
    void down(TunnelTarget gateway, String cause);

    /**
     * An attempt failed.
     *
     * @param attempt in a row, 1 or more
     * @param cause with its phase: TCP, TLS, hello
     */
    void failed(TunnelTarget gateway, int attempt, String cause);

    /**
     * What became of a published site configuration.
     *
     * @param offered version that was sent
     * @param runs version that the gateway runs now
     * @param problem why the offered one was refused; empty when it was not
     */
    void siteApplied(TunnelTarget gateway, long offered, long runs, String problem);
}
