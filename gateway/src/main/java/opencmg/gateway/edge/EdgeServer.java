package opencmg.gateway.edge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import opencmg.gateway.forwarding.Deadlines;
import opencmg.gateway.forwarding.Forward;
import opencmg.gateway.forwarding.Forwarder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The edge of one event loop. All of them share one port; Vert.x spreads the connections. */
public final class EdgeServer {

    private static final Logger log = LoggerFactory.getLogger(EdgeServer.class);
    private static final int BACKLOG = 4096;

    /** Of a body, as much as one read of the socket can bring; Vert.x would cut it into 8 KiB. */
    private static final int PIECE = 64 << 10;

    private final EdgeParts parts;
    private final HttpServer server;
    private final ClientConnections connections;
    private final Deadlines deadlines;

    private EdgeServer(Vertx vertx, EdgeParts parts) {
        this.parts = parts;
        this.deadlines = new Deadlines(vertx);
        this.connections = new ClientConnections(vertx, parts.limits(), parts.connections());
        Forward forward = Forwarder.of(parts.tunnels(), parts.inFlight(), deadlines, parts.meters()::retried);
        EdgeHandler handler = new EdgeHandler(parts, connections, forward, deadlines);
        this.server = vertx.createHttpServer(options(parts))
                .connectionHandler(connections::opened)
                .requestHandler(handler)
                .invalidRequestHandler(handler::unreadable)
                .exceptionHandler(EdgeServer::handshakeFailed);
    }

    /** Listens. Call it on the event loop that it is for. */
    public static Future<EdgeServer> listen(Vertx vertx, EdgeParts parts) {
        EdgeServer edge = new EdgeServer(vertx, parts);
        return edge.server.listen().map(edge).onFailure(failure -> edge.stopTimers());
    }

    private static HttpServerOptions options(EdgeParts parts) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(parts.settings().listen().host())
                .setPort(parts.settings().listen().port())
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true)
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false) // each would be a handler in every client's pipeline
                .setPerMessageWebSocketCompressionSupported(false)
                .setHandle100ContinueAutomatically(false)
                .setMaxInitialLineLength(parts.limits().uriBytes())
                .setMaxHeaderSize(parts.limits().headerBytes())
                .setMaxChunkSize(PIECE);
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
