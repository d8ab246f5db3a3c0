package opencmg.http.client;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.HashMap;
import java.util.Map;
import opencmg.http.codec.Octets;
import opencmg.http.codec.RequestHeadWriter;

/** Connections to servers inside, kept alive, in a pool for each server. All of one client lives on one event loop. */
public final class Http1Client {

    private static final long SECOND = 1000;

    private final ContextInternal loop;
    private final NetClient dialler;
    private final PoolLimits limits;
    private final Octets octets = new Octets();
    private final RequestHeadWriter heads = new RequestHeadWriter(octets);
    private final Map<Origin, ConnectionPool> pools = new HashMap<>();
    private final long timer;
    private ClientSSLOptions tls;

    /**
     * On the caller's event loop.
     *
     * @param dialler opens connections within its time limits; closed with this
     * @param tls for servers that speak HTTPS
     */
    public Http1Client(Vertx vertx, NetClient dialler, ClientSSLOptions tls, PoolLimits limits) {
        this.loop = ((VertxInternal) vertx).getOrCreateContext();
        this.dialler = dialler;
        this.tls = tls;
        this.limits = limits;
        this.timer = loop.setPeriodic(SECOND, tick -> tick());
    }

    /** Lends a connection to that server. The asker is told, at once where there is one. */
    public void lend(Origin server, ResponseListener asker) {
        pools.computeIfAbsent(server, this::pool).lend(asker);
    }

    /** An asker does not wait any longer. */
    public void forget(Origin server, ResponseListener asker) {
        ConnectionPool pool = pools.get(server);
        if (pool != null) {
            pool.forget(asker);
        }
    }

    /** TLS from now on: what is under way ends on the connections that it has, and nothing else does. */
    public void use(ClientSSLOptions other) {
        tls = other;
        pools.forEach((server, pool) -> {
            if (server.ssl()) {
                pool.renew();
            }
        });
    }

    /** Closes every connection, also those that are lent. Any thread. */
    public Future<Void> close() {
        loop.owner().cancelTimer(timer);
        return dialler.close();
    }

    private ConnectionPool pool(Origin server) {
        return new ConnectionPool(server.authority(), heads, limits, (pool, asker) -> dial(server, pool, asker));
    }

    private void dial(Origin server, ConnectionPool pool, ResponseListener asker) {
        ConnectOptions to = new ConnectOptions()
                .setHost(server.host())
                .setPort(server.port())
                .setSsl(server.ssl())
                .setSslOptions(tls);
        int generation = pool.generation();
        loop.runOnContext(go -> connect(to)
                .onComplete(socket -> opened(socket, pool, generation, asker), cause -> pool.failed(cause, asker)));
    }

    private Future<NetSocket> connect(ConnectOptions to) {
        try {
            return dialler.connect(to);
        } catch (RuntimeException e) { // refused before anything was tried: the pool must not count it for ever
            return Future.failedFuture(e);
        }
    }

    private void opened(NetSocket socket, ConnectionPool pool, int generation, ResponseListener asker) {
        UpstreamConnection connection = new UpstreamConnection(pool, generation, octets);
        ChannelHandlerContext vertx = ((NetSocketInternal) socket).channelHandlerContext();
        if (vertx.channel().isActive()) {
            vertx.pipeline().addBefore(vertx.name(), "http1", connection);
            asker.connected(connection);
        } else {
            pool.failed(new HttpClosedException("Connection was closed"), asker);
        }
    }

    private void tick() {
        pools.values().forEach(ConnectionPool::tick);
        pools.values().removeIf(ConnectionPool::isUnused);
    }
}
