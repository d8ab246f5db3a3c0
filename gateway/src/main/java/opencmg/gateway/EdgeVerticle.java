package opencmg.gateway;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import opencmg.gateway.edge.EdgeContext;
import opencmg.gateway.edge.EdgeServer;
import opencmg.settings.Address;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelListener;
import opencmg.tunnel.TunnelStatus;
import opencmg.tunnel.TunnelTls;
import opencmg.tunnel.link.TunnelServer;
import org.jspecify.annotations.Nullable;

/** What one event loop of the gateway has: an edge for clients and an end for tunnels. Binds and drains, nothing else. */
final class EdgeVerticle implements Deployable {

    /** The tunnel's side, the same for all loops. */
    record TunnelEnd(Address listen, TunnelTls tls, TunnelLimits limits, String name, TunnelListener watcher) {

        Future<TunnelServer> listen(Vertx vertx) {
            return TunnelServer.listen(vertx, listen.host(), listen.port(), tls, limits, name, watcher);
        }
    }

    private final EdgeContext parts;
    private final TunnelEnd tunnelEnd;
    private @Nullable EdgeServer edge;
    private volatile @Nullable TunnelServer tunnels;

    EdgeVerticle(EdgeContext parts, TunnelEnd tunnelEnd) {
        this.parts = parts;
        this.tunnelEnd = tunnelEnd;
    }

    @Override
    public Future<?> deploy(Context context) {
        return tunnelEnd
                .listen(context.owner())
                .onSuccess(listening -> tunnels = listening)
                .compose(listening -> EdgeServer.listen(context.owner(), parts))
                .onSuccess(listening -> edge = listening);
    }

    /** The certificate files have changed. */
    Future<Boolean> renew() {
        return edge == null ? Future.succeededFuture(false) : edge.renew();
    }

    /** The certificate files of the tunnel have changed. */
    Future<Boolean> renewTunnels() {
        TunnelServer listening = tunnels;
        return listening == null ? Future.succeededFuture(false) : listening.renew();
    }

    /** Every connection of a connection point that is open here. Any thread. */
    List<TunnelStatus> tunnels() {
        TunnelServer listening = tunnels;
        return listening == null ? List.of() : listening.status();
    }

    /** Lets the exchanges of clients end. */
    Future<Void> drainClients(Duration most) {
        return edge == null ? Future.succeededFuture() : edge.drain(most);
    }

    /** When no loop has a client any more: their exchanges need the tunnels of all loops. */
    Future<Void> drainTunnels() {
        TunnelServer listening = tunnels;
        return listening == null ? Future.succeededFuture() : listening.close();
    }
}
