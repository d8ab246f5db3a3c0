package opencmg.tunnel;

/** Callbacks of a dialer to its connection point. They run on the event loop of the connection and must not block. */
public interface DialListener {

    /** A gateway has sent its welcome: the connection may carry exchanges. */
    void onUp(TunnelTarget gateway, String instance);

    /** A connection that was up was lost or drains. */
    void onDown(TunnelTarget gateway, String cause);

    /**
     * An attempt failed.
     *
     * @param attempt number of consecutive failures, 1 or more
     * @param cause starts with the phase: TCP, TLS, hello
     */
    void onDialFailed(TunnelTarget gateway, int attempt, String cause);

    /**
     * A gateway has accepted or rejected a published site configuration.
     *
     * @param offered version that was sent
     * @param runs version that the gateway runs now
     * @param problem why the offered version was rejected; empty if it was not
     */
    void onSiteApplied(TunnelTarget gateway, long offered, long runs, String problem);
}
