package opencmg.gateway.edge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.time.Duration;
import opencmg.gateway.forwarding.Deadlines;
import opencmg.gateway.forwarding.Forward;
import opencmg.gateway.forwarding.Forwarder;
import opencmg.http.HeadLimits;
import opencmg.http.server.Http1Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The edge of one event loop. All of them share one port; Vert.x spreads the connections. */
public final class EdgeServer {

    private static final Logger log = LoggerFactory.getLogger(EdgeServer.class);
    private static final int BACKLOG = 4096;

    private final EdgeContext parts;
    private final NetServer server;
    private final ClientConnections connections;
    private final Deadlines deadlines;

    private EdgeServer(Vertx vertx, EdgeContext parts) {
        this.parts = parts;
        this.deadlines = new Deadlines(vertx);
        Forward forward = Forwarder.of(parts.tunnels(), parts.inFlight(), deadlines, parts.meters()::retried);
        Http1Server http = new Http1Server(((VertxInternal) vertx).getOrCreateContext(), heads(parts.limits()));
        this.connections = new ClientConnections(vertx, http, new EdgeHandler(parts, forward), parts);
        this.server = vertx.createNetServer(options(parts))
                .connectHandler(connections::opened)
                .exceptionHandler(EdgeServer::handshakeFailed);
    }

    /** Listens. Call it on the event loop that it is for. */
    public static Future<EdgeServer> listen(Vertx vertx, EdgeContext parts) {
        EdgeServer edge = new EdgeServer(vertx, parts);
        return edge.server.listen().map(edge).onFailure(failure -> edge.stopTimers());
    }

    private static HeadLimits heads(EdgeLimits limits) {
        return new HeadLimits(limits.uriBytes(), limits.headerBytes(), limits.headerFields());
    }

    private static NetServerOptions options(EdgeContext parts) {
        NetServerOptions options = new NetServerOptions()
                .setHost(parts.settings().listen().host())
                .setPort(parts.settings().listen().port())
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true);
        EdgeTls.apply(parts.settings(), parts.engine(), parts.limits(), options);
        return options;
    }

    /** Scanners and impatient clients do this all day. */
    private static void handshakeFailed(Throwable cause) {
        log.atDebug()
                .addKeyValue("hop", "client")
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("A connection at the edge failed");
    }

    /** Reads the certificate files again, for connections from now on. */
    public Future<Boolean> renew() {
        return server.updateSSLOptions(options(parts).getSslOptions(), true);
    }

    /** Takes no new connection, closes idle ones, lets exchanges end for at most that long, and closes. */
    public Future<Void> drain(Duration most) {
        return server.shutdown(most).onComplete(down -> stopTimers());
    }

    private void stopTimers() {
        connections.close();
        deadlines.close();
    }
}
