package opencmg.tunnel;

/** One live connection from a connection point, as the gateway sees it. */
public interface Tunnel extends Relay {

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
