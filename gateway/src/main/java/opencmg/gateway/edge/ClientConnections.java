package opencmg.gateway.edge;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The client connections of one event loop. Vert.x' idle timeout would also cut off long polls that wait for their answer, so time is kept here. */
final class ClientConnections {

    private static final int MOST_WATCH_SECONDS = 5;

    private final Map<HttpConnection, ClientConnection> open = new HashMap<>();
    private final AtomicInteger ofAllLoops;
    private final Limits limits;
    private final Vertx vertx;
    private final int watchSeconds;
    private final long timer;

    /** @param ofAllLoops counts the connections of the whole gateway */
    ClientConnections(Vertx vertx, Limits limits, AtomicInteger ofAllLoops) {
        this.vertx = vertx;
        this.limits = limits;
        this.ofAllLoops = ofAllLoops;
        this.watchSeconds = Math.min(MOST_WATCH_SECONDS, Math.min(limits.keepAliveSeconds(), limits.stallSeconds()));
        this.timer = vertx.setPeriodic(watchSeconds * 1000L, id -> watch());
    }

    void opened(HttpConnection http) {
        if (ofAllLoops.incrementAndGet() > limits.connections()) {
            ofAllLoops.decrementAndGet();
            http.close().onFailure(alreadyClosed -> {});
            return;
        }
        open.put(http, new ClientConnection(http));
        http.closeHandler(closed -> {
            open.remove(http);
            ofAllLoops.decrementAndGet();
        });
    }

    ClientConnection of(HttpConnection http) {
        ClientConnection known = open.get(http);
        return known != null ? known : new ClientConnection(http);
    }

    /** Over a copy: closing takes a connection out. */
    private void watch() {
        new ArrayList<>(open.values()).forEach(connection -> connection.watch(watchSeconds, limits));
    }

    void close() {
        vertx.cancelTimer(timer);
    }
}
