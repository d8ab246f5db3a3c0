package opencmg.gateway.edge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.time.Duration;
import opencmg.gateway.forwarding.Deadlines;
import opencmg.gateway.forwarding.Forwarder;
import opencmg.http.HeadLimits;
import opencmg.http.server.Http1Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server for clients of one event loop. All loops listen on one port; Vert.x distributes the connections. */
public final class EdgeServer {

    private static final Logger log = LoggerFactory.getLogger(EdgeServer.class);
    private static final int BACKLOG = 4096;

    private final EdgeContext shared;
    private final NetServer server;
    private final ClientConnections connections;
    private final Deadlines deadlines;

    private EdgeServer(Vertx vertx, EdgeContext shared) {
        this.shared = shared;
        this.deadlines = new Deadlines(vertx);
        Forwarder forwarder = new Forwarder(shared.tunnels(), shared.inFlight(), deadlines, shared.meters()::onRetry);
        Http1Server http = new Http1Server(((VertxInternal) vertx).getOrCreateContext(), headLimits(shared.limits()));
        this.connections = new ClientConnections(vertx, http, new EdgeHandler(shared, forwarder), shared);
        this.server = vertx.createNetServer(options(shared))
                .connectHandler(connections::onConnect)
                .exceptionHandler(EdgeServer::onHandshakeFailure);
    }

    /** Listens. Call it on the event loop that it is for. */
    public static Future<EdgeServer> listen(Vertx vertx, EdgeContext shared) {
        EdgeServer edge = new EdgeServer(vertx, shared);
        return edge.server.listen().map(edge).onFailure(failure -> edge.stopTimers());
    }

    private static HeadLimits headLimits(EdgeLimits limits) {
        return new HeadLimits(limits.uriBytes(), limits.headerBytes(), limits.headerFields());
    }

    private static NetServerOptions options(EdgeContext shared) {
        NetServerOptions options = new NetServerOptions()
                .setHost(shared.settings().listen().host())
                .setPort(shared.settings().listen().port())
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true);
        EdgeTls.apply(shared.settings(), shared.engine(), shared.limits(), options);
        return options;
    }

    /** Only debug: scanners and clients with short timeouts cause it all day. */
    private static void onHandshakeFailure(Throwable cause) {
        log.atDebug()
                .addKeyValue("hop", "client")
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("A connection at the edge failed");
    }

    /** Reloads the certificate files, for new connections. */
    public Future<Boolean> reloadCertificate() {
        return server.updateSSLOptions(options(shared).getSslOptions(), true);
    }

    /** Accepts no new connection, closes idle ones, waits at most that long for exchanges to end, and closes. */
    public Future<Void> drain(Duration timeout) {
        return server.shutdown(timeout).onComplete(down -> stopTimers());
    }

    private void stopTimers() {
        connections.close();
        deadlines.close();
    }
}
