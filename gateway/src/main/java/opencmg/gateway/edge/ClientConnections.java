package opencmg.gateway.edge;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import opencmg.http.server.Http1Server;

/** The client connections of one event loop. An idle timeout of the socket would also cut off long polls that wait for their answer, so time is kept here. */
final class ClientConnections {

    private static final int MOST_WATCH_SECONDS = 5;

    private final Set<ClientConnection> open = new HashSet<>();
    private final AtomicInteger ofAllLoops;
    private final EdgeLimits limits;
    private final Vertx vertx;
    private final Http1Server http;
    private final EdgeHandler handler;
    private final int watchSeconds;
    private final long timer;

    ClientConnections(Vertx vertx, Http1Server http, EdgeHandler handler, EdgeContext parts) {
        this.vertx = vertx;
        this.http = http;
        this.handler = handler;
        this.limits = parts.limits();
        this.ofAllLoops = parts.connections();
        this.watchSeconds = Math.min(MOST_WATCH_SECONDS, Math.min(limits.keepAliveSeconds(), limits.stallSeconds()));
        this.timer = vertx.setPeriodic(watchSeconds * 1000L, id -> watch());
    }

    void opened(NetSocket socket) {
        if (ofAllLoops.incrementAndGet() > limits.connections()) {
            ofAllLoops.decrementAndGet();
            socket.close().onFailure(alreadyClosed -> {});
            return;
        }
        ClientConnection connection = new ClientConnection(socket, http.accept(socket), handler, this::closed);
        open.add(connection);
        socket.shutdownHandler(within -> connection.drain());
        connection.serve();
    }

    private void closed(ClientConnection connection) {
        open.remove(connection);
        ofAllLoops.decrementAndGet();
    }

    /** Over a copy: closing takes a connection out. */
    private void watch() {
        new ArrayList<>(open).forEach(connection -> connection.watch(watchSeconds, limits));
    }

    void close() {
        vertx.cancelTimer(timer);
    }
}
