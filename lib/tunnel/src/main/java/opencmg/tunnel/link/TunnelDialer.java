package opencmg.tunnel.link;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import opencmg.tunnel.DialListener;
import opencmg.tunnel.DialStatus;
import opencmg.tunnel.Hello;
import opencmg.tunnel.Relay;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelTarget;
import opencmg.tunnel.TunnelTls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection point's end: keeps one connection to every gateway, on one event loop. A connection point has one dialer on each of its loops. */
public final class TunnelDialer {

    private static final Logger log = LoggerFactory.getLogger(TunnelDialer.class);

    private final ContextInternal loop;
    private final NetClient client;
    private final Supplier<Future<Boolean>> reloadTls;
    private final Function<TunnelTarget, DialLoop> newLoop;
    private final Map<TunnelTarget, DialLoop> loops = new ConcurrentHashMap<>();
    private boolean closed;
    private long siteVersion;
    private @Nullable Buffer site;

    private TunnelDialer(
            ContextInternal loop,
            NetClient client,
            Supplier<Future<Boolean>> reloadTls,
            Function<TunnelTarget, DialLoop> newLoop) {
        this.loop = loop;
        this.client = client;
        this.reloadTls = reloadTls;
        this.newLoop = newLoop;
    }

    /**
     * Starts dialing. Call it on the event loop that the connections shall use; {@code relay} is called there.
     *
     * @param hello sent on every connection
     */
    public static TunnelDialer start(
            Vertx vertx,
            List<TunnelTarget> gateways,
            TunnelTls tls,
            TunnelLimits limits,
            Hello hello,
            Relay relay,
            DialListener listener) {
        return start(vertx, gateways, tls, limits, DialBackoff.DEFAULT, hello, relay, listener);
    }

    static TunnelDialer start(
            Vertx vertx,
            List<TunnelTarget> gateways,
            TunnelTls tls,
            TunnelLimits limits,
            DialBackoff backoff,
            Hello hello,
            Relay relay,
            DialListener listener) {
        VertxInternal internal = (VertxInternal) vertx;
        ContextInternal loop = internal.getOrCreateContext();
        NetClient client = vertx.createNetClient(TlsOptions.client(tls, limits));
        TunnelDialer dialer = new TunnelDialer(
                loop,
                client,
                () -> vertx.executeBlocking(() -> TlsOptions.reload(tls, limits))
                        .compose(client::updateSSLOptions),
                gateway -> new DialLoop(internal, loop, client, gateway, limits, backoff, hello, relay, listener));
        dialer.retarget(gateways);
        return dialer;
    }

    /** Replaces the list of gateways: new ones are dialed, connections to those that are no longer listed are drained. */
    public void retarget(List<TunnelTarget> gateways) {
        loop.runOnContext(ignored -> {
            loops.forEach((gateway, dial) -> {
                if (!gateways.contains(gateway)) {
                    loops.remove(gateway);
                    dial.close().onFailure(cause -> log.atDebug().log("closed already"));
                }
            });
            gateways.stream()
                    .filter(gateway -> !closed)
                    .forEach(gateway -> loops.computeIfAbsent(gateway, this::start));
        });
    }

    /** Reloads the TLS files for new connections. The caller has already checked that they are usable. */
    public Future<Boolean> renew() {
        return reloadTls.get();
    }

    private DialLoop start(TunnelTarget gateway) {
        DialLoop dial = newLoop.apply(gateway);
        if (site != null) {
            dial.publish(siteVersion, site);
        }
        loop.runOnContext(ignored -> dial.dial());
        return dial;
    }

    /**
     * Sends this version of the site configuration to every gateway, now and after each reconnect.
     *
     * @param document UTF-8 JSON, opaque to the tunnel
     */
    public void publish(long version, Buffer document) {
        loop.runOnContext(ignored -> {
            siteVersion = version;
            site = document;
            loops.values().forEach(dial -> dial.publish(version, document));
        });
    }

    /** One entry for each gateway. Any thread. */
    public List<DialStatus> status() {
        return loops.values().stream().map(DialLoop::status).toList();
    }

    /** Asks every gateway to send nothing more, lets exchanges in flight finish, and closes. */
    public Future<Void> close() {
        Promise<Void> done = loop.promise();
        loop.runOnContext(ignored -> {
            closed = true;
            Future.join(loops.values().stream().map(DialLoop::close).toList())
                    .transform(drained -> client.close())
                    .onComplete(done);
        });
        return done.future();
    }
}
