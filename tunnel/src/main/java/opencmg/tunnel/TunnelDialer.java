package opencmg.tunnel;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClient;
import java.util.List;

/**
 * The connection point's end: keeps one connection to every gateway, for one event loop. A connection point has one dialer on each of its
 * loops.
 */
public final class TunnelDialer {

    /**
     * A gateway to dial.
     *
     * @param host name or address
     * @param port the gateway's tunnel port
     * @param serverName the name that its certificate must show; usually the host
     */
    public record Target(String host, int port, String serverName) {
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    private final ContextInternal loop;
    private final NetClient client;
    private final List<DialLoop> loops;

    private TunnelDialer(ContextInternal loop, NetClient client, List<DialLoop> loops) {
        this.loop = loop;
        this.client = client;
        this.loops = loops;
    }

    /**
     * Begins to dial. Call it on the event loop that the connections are to live on; {@code relay} is called there.
     *
     * @param hello what every connection says of this connection point
     */
    public static TunnelDialer start(
            Vertx vertx,
            List<Target> gateways,
            TunnelTls tls,
            TunnelLimits limits,
            Hello hello,
            Relay relay,
            DialerWatcher watcher) {
        return start(vertx, gateways, tls, limits, Backoff.DEFAULT, hello, relay, watcher);
    }

    static TunnelDialer start(
            Vertx vertx,
            List<Target> gateways,
            TunnelTls tls,
            TunnelLimits limits,
            Backoff backoff,
            Hello hello,
            Relay relay,
            DialerWatcher watcher) {
        VertxInternal internal = (VertxInternal) vertx;
        ContextInternal loop = internal.getOrCreateContext();
        NetClient client = vertx.createNetClient(TlsOptions.client(tls, limits));
        List<DialLoop> loops = gateways.stream()
                .map(gateway -> new DialLoop(internal, loop, client, gateway, limits, backoff, hello, relay, watcher))
                .toList();
        loop.runOnContext(go -> loops.forEach(DialLoop::dial));
        return new TunnelDialer(loop, client, loops);
    }

    /**
     * Gives every gateway, now and after each reconnect, this version of the site.
     *
     * @param document UTF-8 JSON, opaque to the tunnel
     */
    public void publish(long version, Buffer document) {
        loop.runOnContext(go -> loops.forEach(dial -> dial.publish(version, document)));
    }

    /** One entry for each gateway. Any thread. */
    public List<DialStatus> status() {
        return loops.stream().map(DialLoop::status).toList();
    }

    /** Tells every gateway to send no more, lets exchanges in flight end, and closes. */
    public Future<Void> close() {
        return Future.join(loops.stream().map(DialLoop::close).toList()).transform(done -> client.close());
    }
}
