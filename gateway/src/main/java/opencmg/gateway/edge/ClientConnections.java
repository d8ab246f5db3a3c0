package opencmg.gateway.edge;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import opencmg.http.server.Http1Server;

/**
 * The client connections of one event loop, with their limit and their idle check. The idle timeout of the socket would also close long polls that wait
 * for their response.
 */
final class ClientConnections {

    private static final int MAX_CHECK_SECONDS = 5;

    private final Set<ClientConnection> open = new HashSet<>();
    private final AtomicInteger ofAllLoops;
    private final EdgeLimits limits;
    private final Vertx vertx;
    private final Http1Server http;
    private final EdgeHandler handler;
    private final int checkSeconds;
    private final long timer;

    ClientConnections(Vertx vertx, Http1Server http, EdgeHandler handler, EdgeContext shared) {
        this.vertx = vertx;
        this.http = http;
        this.handler = handler;
        this.limits = shared.limits();
        this.ofAllLoops = shared.connections();
        this.checkSeconds = Math.min(MAX_CHECK_SECONDS, Math.min(limits.keepAliveSeconds(), limits.stallSeconds()));
        this.timer = vertx.setPeriodic(checkSeconds * 1000L, id -> checkIdle());
    }

    void onConnect(NetSocket socket) {
        if (ofAllLoops.incrementAndGet() > limits.connections()) {
            ofAllLoops.decrementAndGet();
            socket.close().onFailure(alreadyClosed -> {});
            return;
        }
        ClientConnection connection = new ClientConnection(socket, http.accept(socket), handler, this::onClosed);
        open.add(connection);
        socket.shutdownHandler(within -> connection.drain());
        connection.serve();
    }

    private void onClosed(ClientConnection connection) {
        open.remove(connection);
        ofAllLoops.decrementAndGet();
    }

    /** Iterates over a copy, because closing removes a connection. */
    private void checkIdle() {
        new ArrayList<>(open).forEach(connection -> connection.checkIdle(checkSeconds, limits));
    }

    void close() {
        vertx.cancelTimer(timer);
    }
}
