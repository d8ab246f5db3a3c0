package opencmg.http.client;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.function.BiConsumer;
import opencmg.http.codec.RequestHeadWriter;
import org.jspecify.annotations.Nullable;

/** The connections to one server, and who waits for one. The one that was used last is lent first, so that those that are too many grow old. */
final class ConnectionPool {

    private final String authority;
    private final RequestHeadWriter heads;
    private final PoolLimits limits;
    private final BiConsumer<ConnectionPool, ResponseListener> dialler;
    private final Deque<UpstreamConnection> idle = new ArrayDeque<>();
    private final Queue<ResponseListener> waiting = new ArrayDeque<>();
    /** Lent, idle, closing and being dialled. */
    private int open;

    private int generation;
    private long second;

    /**
     * Of a server.
     *
     * @param dialler opens one more connection for an asker; tells {@link #failed} where it cannot
     */
    ConnectionPool(
            String authority,
            RequestHeadWriter heads,
            PoolLimits limits,
            BiConsumer<ConnectionPool, ResponseListener> dialler) {
        this.authority = authority;
        this.heads = heads;
        this.limits = limits;
        this.dialler = dialler;
    }

    String authority() {
        return authority;
    }

    RequestHeadWriter heads() {
        return heads;
    }

    /** Lends a connection, now or when there is one. */
    void lend(ResponseListener asker) {
        UpstreamConnection connection = open == 0 ? null : freshest();
        if (connection != null) {
            asker.connected(connection);
        } else if (open < limits.connections()) {
            dial(asker);
        } else if (waiting.size() < limits.waiting()) {
            waiting.add(asker);
        } else {
            asker.notConnected(new ConnectionPoolTooBusyException("nobody else may wait"));
        }
    }

    /** Waits no longer. */
    void forget(ResponseListener asker) {
        waiting.remove(asker);
    }

    private @Nullable UpstreamConnection freshest() {
        UpstreamConnection connection = idle.pollFirst();
        while (connection != null && !connection.isOpen()) { // its end is on its way here
            connection = idle.pollFirst();
        }
        return connection;
    }

    private void dial(ResponseListener asker) {
        open++;
        dialler.accept(this, asker);
    }

    /** One that was being dialled for an asker could not be opened. */
    void failed(Throwable cause, ResponseListener asker) {
        open--;
        asker.notConnected(cause);
        dialForTheNext();
    }

    /**
     * Lends it to who has waited longest, or keeps it.
     *
     * @param seconds for which the server keeps it
     */
    void giveBack(UpstreamConnection connection, int seconds) {
        if (connection.generation() != generation) {
            connection.close();
            return;
        }
        ResponseListener next = waiting.poll();
        if (next != null) {
            next.connected(connection);
        } else {
            connection.idleUntil(second + Math.min(seconds, limits.keepAliveSeconds()));
            idle.addFirst(connection);
        }
    }

    void closed(UpstreamConnection connection) {
        open--;
        idle.remove(connection);
        dialForTheNext();
    }

    private void dialForTheNext() {
        ResponseListener next = open < limits.connections() ? waiting.poll() : null;
        if (next != null) {
            dial(next);
        }
    }

    /** Another second has gone by: closes what has been idle for too long. */
    void tick() {
        second++;
        idle.removeIf(connection -> {
            boolean old = connection.idleUntil() <= second;
            if (old) {
                connection.close();
            }
            return old;
        });
    }

    /** No connection is used again that was dialled before now. */
    void renew() {
        generation++;
        idle.forEach(UpstreamConnection::close);
        idle.clear();
    }

    /** Rises with each {@link #renew}. */
    int generation() {
        return generation;
    }

    boolean isUnused() {
        return open == 0;
    }
}
