package opencmg.tunnel.link;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLPeerUnverifiedException;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelListener;
import opencmg.tunnel.TunnelProtocol;
import opencmg.tunnel.TunnelStatus;
import opencmg.tunnel.TunnelTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's end: accepts connections of connection points. One for each event loop; Vert.x spreads the connections over them. */
public final class TunnelServer {

    private static final Logger log = LoggerFactory.getLogger(TunnelServer.class);
    private static final AtomicLong IDS = new AtomicLong();
    private static final AtomicLong FAILED_HANDSHAKES = new AtomicLong();
    private static final AtomicLong LAST_TOLD = new AtomicLong(System.nanoTime() - TimeUnit.SECONDS.toNanos(2));

    private final VertxInternal vertx;
    private final ContextInternal loop;
    private final TunnelTls tls;
    private final TunnelLimits limits;
    private final String instance;
    private final TunnelListener listener;
    private final NetServer server;
    private final AcceptRateLimiter rate;
    private final Set<GatewayConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    private TunnelServer(
            VertxInternal vertx,
            ContextInternal loop,
            TunnelTls tls,
            TunnelLimits limits,
            String instance,
            TunnelListener listener) {
        this.vertx = vertx;
        this.loop = loop;
        this.tls = tls;
        this.limits = limits;
        this.instance = instance;
        this.listener = listener;
        this.rate = new AcceptRateLimiter(limits.acceptsPerSecond(), System::nanoTime);
        this.server = vertx.createNetServer(TlsOptions.server(tls, limits))
                .connectHandler(this::accept)
                .exceptionHandler(TunnelServer::handshakeFailed);
    }

    /**
     * Listens. Call it on the event loop that the connections are to live on.
     *
     * @param instance name of this gateway instance, for people
     * @return fails when the address is in use or a file cannot be read
     */
    public static Future<TunnelServer> listen(
            Vertx vertx,
            String host,
            int port,
            TunnelTls tls,
            TunnelLimits limits,
            String instance,
            TunnelListener listener) {
        VertxInternal internal = (VertxInternal) vertx;
        TunnelServer tunnels =
                new TunnelServer(internal, internal.getOrCreateContext(), tls, limits, instance, listener);
        return tunnels.server.listen(port, host).map(tunnels);
    }

    public int port() {
        return server.actualPort();
    }

    /** Reads the files again, for connections from now on. Fails, and keeps what it has, when one cannot be used. */
    public Future<Boolean> renew() {
        return server.updateSSLOptions(TlsOptions.server(tls, limits).getSslOptions(), true);
    }

    /** The connections that live here. */
    public List<TunnelStatus> status() {
        return connections.stream().map(GatewayConnection::status).toList();
    }

    private void accept(NetSocket socket) {
        if (closing) {
            socket.close().onFailure(TunnelServer::handshakeFailed);
            return;
        }
        X509Certificate peer;
        try {
            peer = (X509Certificate) socket.peerCertificates().get(0);
        } catch (SSLPeerUnverifiedException | RuntimeException e) {
            handshakeFailed(e);
            socket.close().onFailure(TunnelServer::handshakeFailed);
            return;
        }
        String address = String.valueOf(socket.remoteAddress());
        if (!TunnelProtocol.ALPN.equals(socket.applicationLayerProtocol())) {
            log.atWarn()
                    .addKeyValue("peer", address)
                    .addKeyValue("reason", "no common version")
                    .log("A connection does not speak " + TunnelProtocol.ALPN);
            socket.close().onFailure(TunnelServer::handshakeFailed);
            return;
        }
        GatewayConnection end = new GatewayConnection(
                vertx, loop, "t" + IDS.incrementAndGet(), address, peer, limits, instance, listener);
        connections.add(end);
        end.gone().onComplete(gone -> connections.remove(end));
        ChannelHandlerContext vertxHandler = ((NetSocketInternal) socket).channelHandlerContext();
        vertxHandler.pipeline().addBefore(vertxHandler.name(), "tunnel", end.codec());
        socket.exceptionHandler(end.codec()::broke);
        socket.shutdownHandler(within -> {}); // without one Vert.x closes it at once: it ends as close() says
        if (rate.take()) {
            end.begin();
        } else {
            tooMany(end, address);
        }
    }

    private void tooMany(GatewayConnection end, String address) {
        String why = "more than " + limits.acceptsPerSecond() + " tunnel connections came within a second";
        long count = rate.untold();
        if (count > 0) {
            log.atWarn()
                    .addKeyValue("hop", "tunnel")
                    .addKeyValue("peer", address)
                    .addKeyValue("count", count)
                    .addKeyValue("reason", why)
                    .log("Turned connection points away; they come again by themselves");
        }
        end.turnAway(why + ", more than this gateway takes; come again later");
    }

    /** Anybody can cause it, so it is told once a second at most, with how many there were. */
    private static void handshakeFailed(Throwable cause) {
        long unsaid = FAILED_HANDSHAKES.incrementAndGet();
        long now = System.nanoTime();
        long last = LAST_TOLD.get();
        if (now - last < TimeUnit.SECONDS.toNanos(1) || !LAST_TOLD.compareAndSet(last, now)) {
            return;
        }
        FAILED_HANDSHAKES.addAndGet(-unsaid);
        log.atWarn()
                .addKeyValue("hop", "tunnel")
                .addKeyValue("count", unsaid)
                .addKeyValue("reason", cause.getMessage() == null ? cause.toString() : cause.getMessage())
                .log("TLS handshakes on the tunnel port failed");
    }

    /** Takes no new connection, not even one whose handshake has begun, tells every connection point to expect no more here, lets exchanges in flight end, and closes. */
    public Future<Void> close() {
        closing = true;
        List.copyOf(connections).forEach(end -> end.retire("the gateway stops"));
        return server.shutdown(limits.drainTimeout().plus(limits.drainTimeout()));
    }
}
