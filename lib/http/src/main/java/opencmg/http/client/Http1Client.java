package opencmg.http.client;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import opencmg.http.codec.HeadEncoder;
import opencmg.http.codec.Octets;
import org.jspecify.annotations.Nullable;

/** Connections to servers inside, kept alive, with a pool for each server. A client and all of its connections live on one event loop. */
public final class Http1Client {

    private static final long TICK_MILLIS = 1000;

    private final ContextInternal loop;
    private final NetClient dialer;
    private final Limits limits;
    private final Octets octets = new Octets();
    private final HeadEncoder encoder = new HeadEncoder(octets);
    private final Map<Origin, Pool> pools = new HashMap<>();
    private final long timer;
    private ClientSSLOptions tls;

    /**
     * Limits of each pool.
     *
     * @param connections maximum, including those that are being opened
     * @param waiting maximum number of listeners that wait for a connection; one more fails at once
     * @param keepAliveSeconds after which an idle connection is closed, or up to one second earlier
     */
    public record Limits(int connections, int waiting, int keepAliveSeconds) {}

    /**
     * Call it on the event loop.
     *
     * @param dialer opens connections within its own timeouts; closed with this client
     * @param tls for origins with TLS
     */
    public Http1Client(Vertx vertx, NetClient dialer, ClientSSLOptions tls, Limits limits) {
        this.loop = ((VertxInternal) vertx).getOrCreateContext();
        this.dialer = dialer;
        this.tls = tls;
        this.limits = limits;
        this.timer = loop.setPeriodic(TICK_MILLIS, tick -> tick());
    }

    /** Gives the listener a connection to the origin, at once if one is idle. */
    public void acquire(Origin origin, ResponseListener listener) {
        pools.computeIfAbsent(origin, Pool::new).acquire(listener);
    }

    /** The listener no longer waits for a connection. */
    public void cancel(Origin origin, ResponseListener listener) {
        Pool pool = pools.get(origin);
        if (pool != null) {
            pool.waiting.remove(listener);
        }
    }

    /** Uses these TLS options for new connections. Exchanges in flight end on their connections, which are not used again. */
    public void updateTls(ClientSSLOptions options) {
        tls = options;
        pools.forEach((origin, pool) -> {
            if (origin.ssl()) {
                pool.renew();
            }
        });
    }

    /** Closes every connection, in use or not. Any thread. */
    public Future<Void> close() {
        loop.owner().cancelTimer(timer);
        return dialer.close();
    }

    private void tick() {
        pools.values().forEach(Pool::tick);
        pools.values().removeIf(pool -> pool.open == 0);
    }

    /** The connections to one origin, and the listeners that wait for one. Last in, first out, so that surplus connections idle out. */
    final class Pool {

        private final Origin origin;
        private final String authority;
        private final Deque<UpstreamConnection> idle = new ArrayDeque<>();
        private final Queue<ResponseListener> waiting = new ArrayDeque<>();
        /** Connections in use, idle, closing and being opened. */
        private int open;
        /** Rises with each {@link #renew}. */
        private int generation;

        private long second;

        private Pool(Origin origin) {
            this.origin = origin;
            this.authority = origin.authority();
        }

        String authority() {
            return authority;
        }

        boolean usesTls() {
            return origin.ssl();
        }

        HeadEncoder encoder() {
            return encoder;
        }

        private void acquire(ResponseListener listener) {
            UpstreamConnection connection = open == 0 ? null : pollIdle();
            if (connection != null) {
                listener.onConnected(connection);
            } else if (open < limits.connections()) {
                dial(listener);
            } else if (waiting.size() < limits.waiting()) {
                waiting.add(listener);
            } else {
                listener.onConnectFailed(new ConnectionPoolTooBusyException("nobody else may wait"));
            }
        }

        private @Nullable UpstreamConnection pollIdle() {
            UpstreamConnection connection = idle.pollFirst();
            while (connection != null && !connection.isOpen()) { // its close has not been reported yet
                connection = idle.pollFirst();
            }
            return connection;
        }

        private void dial(ResponseListener listener) {
            open++;
            int dialledGeneration = generation;
            ConnectOptions to = new ConnectOptions()
                    .setHost(origin.host())
                    .setPort(origin.port())
                    .setSsl(origin.ssl())
                    .setSslOptions(tls);
            loop.runOnContext(go -> connect(to)
                    .onComplete(
                            socket -> connected(socket, dialledGeneration, listener),
                            cause -> connectFailed(cause, listener)));
        }

        private Future<NetSocket> connect(ConnectOptions to) {
            try {
                return dialer.connect(to);
            } catch (RuntimeException e) { // invalid options: without this the pool would count the connection for ever
                return Future.failedFuture(e);
            }
        }

        private void connected(NetSocket socket, int dialledGeneration, ResponseListener listener) {
            UpstreamConnection connection = new UpstreamConnection(this, dialledGeneration, octets);
            ChannelHandlerContext vertx = ((NetSocketInternal) socket).channelHandlerContext();
            if (vertx.channel().isActive()) {
                vertx.pipeline().addBefore(vertx.name(), "http1", connection);
                listener.onConnected(connection);
            } else {
                connectFailed(new HttpClosedException("Connection was closed"), listener);
            }
        }

        private void connectFailed(Throwable cause, ResponseListener listener) {
            open--;
            listener.onConnectFailed(cause);
            dialForNextWaiting();
        }

        /**
         * Gives the connection to the listener that has waited longest, or keeps it.
         *
         * @param keepAliveSeconds how long the server keeps it
         */
        void release(UpstreamConnection connection, int keepAliveSeconds) {
            if (connection.generation() != generation) {
                connection.close();
                return;
            }
            ResponseListener next = waiting.poll();
            if (next != null) {
                next.onConnected(connection);
            } else {
                connection.idleUntil(second + Math.min(keepAliveSeconds, limits.keepAliveSeconds()));
                idle.addFirst(connection);
            }
        }

        void closed(UpstreamConnection connection) {
            open--;
            idle.remove(connection);
            dialForNextWaiting();
        }

        private void dialForNextWaiting() {
            ResponseListener next = open < limits.connections() ? waiting.poll() : null;
            if (next != null) {
                dial(next);
            }
        }

        /** Called once a second: closes connections that have been idle for too long. */
        private void tick() {
            second++;
            idle.removeIf(connection -> {
                boolean expired = connection.idleUntil() <= second;
                if (expired) {
                    connection.close();
                }
                return expired;
            });
        }

        /** Uses no existing connection again. */
        private void renew() {
            generation++;
            idle.forEach(UpstreamConnection::close);
            idle.clear();
        }
    }
}
