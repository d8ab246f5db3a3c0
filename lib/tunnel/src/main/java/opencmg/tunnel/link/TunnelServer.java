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
import opencmg.tunnel.link.GatewayConnection.PeerLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's end: accepts connections from connection points. There is one server per event loop; Vert.x distributes the connections. */
public final class TunnelServer {

    private static final Logger log = LoggerFactory.getLogger(TunnelServer.class);
    private static final AtomicLong IDS = new AtomicLong();
    private static final AtomicLong FAILED_HANDSHAKES = new AtomicLong();
    private static final AtomicLong LAST_REPORT = new AtomicLong(System.nanoTime() - TimeUnit.SECONDS.toNanos(2));

    private final VertxInternal vertx;
    private final ContextInternal loop;
    private final TunnelTls tls;
    private final TunnelLimits limits;
    private final PeerLimits peerLimits;
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
            PeerLimits peerLimits,
            String instance,
            TunnelListener listener) {
        this.vertx = vertx;
        this.loop = loop;
        this.tls = tls;
        this.limits = limits;
        this.peerLimits = peerLimits;
        this.instance = instance;
        this.listener = listener;
        this.rate = new AcceptRateLimiter(limits.acceptsPerSecond(), System::nanoTime);
        this.server = vertx.createNetServer(TlsOptions.server(tls, limits))
                .connectHandler(this::accept)
                .exceptionHandler(TunnelServer::handshakeFailed);
    }

    /**
     * Listens. Call it on the event loop that the connections shall use.
     *
     * @param instance name of this gateway instance, for people
     * @return fails if the address is in use or a file cannot be read
     */
    public static Future<TunnelServer> listen(
            Vertx vertx,
            String host,
            int port,
            TunnelTls tls,
            TunnelLimits limits,
            String instance,
            TunnelListener listener) {
        return listen(vertx, host, port, tls, limits, PeerLimits.DEFAULT, instance, listener);
    }

    static Future<TunnelServer> listen(
            Vertx vertx,
            String host,
            int port,
            TunnelTls tls,
            TunnelLimits limits,
            PeerLimits peerLimits,
            String instance,
            TunnelListener listener) {
        VertxInternal internal = (VertxInternal) vertx;
        TunnelServer tunnels =
                new TunnelServer(internal, internal.getOrCreateContext(), tls, limits, peerLimits, instance, listener);
        return tunnels.server.listen(port, host).map(tunnels);
    }

    public int port() {
        return server.actualPort();
    }

    /** Reloads the TLS files for new connections. Fails, and keeps the previous ones, if a file is not usable. */
    public Future<Boolean> renew() {
        return server.updateSSLOptions(TlsOptions.server(tls, limits).getSslOptions(), true);
    }

    /** The connections of this server's loop. Any thread. */
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
        GatewayConnection connection = new GatewayConnection(
                vertx, loop, "t" + IDS.incrementAndGet(), address, peer, limits, peerLimits, instance, listener);
        connections.add(connection);
        connection.closed().onComplete(closed -> connections.remove(connection));
        ChannelHandlerContext vertxHandler = ((NetSocketInternal) socket).channelHandlerContext();
        vertxHandler.pipeline().addBefore(vertxHandler.name(), "tunnel", connection.http2());
        socket.exceptionHandler(connection.http2()::onTransportError);
        socket.shutdownHandler(
                timeout -> {}); // without a handler Vert.x closes it at once; close() below ends it gracefully
        if (rate.tryAcquire()) {
            connection.start();
        } else {
            rejectOverRate(connection, address);
        }
    }

    private void rejectOverRate(GatewayConnection connection, String address) {
        String reason = "more than " + limits.acceptsPerSecond() + " tunnel connections came within a second";
        long count = rate.takeUnreported();
        if (count > 0) {
            log.atWarn()
                    .addKeyValue("hop", "tunnel")
                    .addKeyValue("peer", address)
                    .addKeyValue("count", count)
                    .addKeyValue("reason", reason)
                    .log("Turned connection points away; they come again by themselves");
        }
        connection.reject(reason + ", more than this gateway takes; come again later");
    }

    /** Anyone can cause failed handshakes, so they are logged at most once per second, with their number. */
    private static void handshakeFailed(Throwable cause) {
        long unreported = FAILED_HANDSHAKES.incrementAndGet();
        long now = System.nanoTime();
        long last = LAST_REPORT.get();
        if (now - last < TimeUnit.SECONDS.toNanos(1) || !LAST_REPORT.compareAndSet(last, now)) {
            return;
        }
        FAILED_HANDSHAKES.addAndGet(-unreported);
        log.atWarn()
                .addKeyValue("hop", "tunnel")
                .addKeyValue("count", unreported)
                .addKeyValue("reason", cause.getMessage() == null ? cause.toString() : cause.getMessage())
                .log("TLS handshakes on the tunnel port failed");
    }

    /** Accepts no new connection, not even one whose handshake has started, drains every connection, lets exchanges in flight finish, and closes. */
    public Future<Void> close() {
        closing = true;
        List.copyOf(connections).forEach(connection -> connection.retire("the gateway stops"));
        return server.shutdown(limits.drainTimeout().plus(limits.drainTimeout()));
    }
}
