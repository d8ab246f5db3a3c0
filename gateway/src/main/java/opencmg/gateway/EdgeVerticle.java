package opencmg.gateway;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import opencmg.gateway.edge.EdgeContext;
import opencmg.gateway.edge.EdgeServer;
import opencmg.settings.Address;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelListener;
import opencmg.tunnel.TunnelStatus;
import opencmg.tunnel.TunnelTls;
import opencmg.tunnel.link.TunnelServer;
import org.jspecify.annotations.Nullable;

/** The servers of one event loop: one for clients, one for tunnels. It only binds and drains. */
final class EdgeVerticle implements Deployable {

    /** The settings of the tunnel server, the same for all loops. */
    record TunnelEndpoint(Address listen, TunnelTls tls, TunnelLimits limits, String name, TunnelListener listener) {

        Future<TunnelServer> listen(Vertx vertx) {
            return TunnelServer.listen(vertx, listen.host(), listen.port(), tls, limits, name, listener);
        }
    }

    private final EdgeContext edgeContext;
    private final TunnelEndpoint tunnelEndpoint;
    private final Supplier<Future<Void>> drain;
    private @Nullable EdgeServer edge;
    private volatile @Nullable TunnelServer tunnels;

    /** @param drain drains the whole gateway, once */
    EdgeVerticle(EdgeContext edgeContext, TunnelEndpoint tunnelEndpoint, Supplier<Future<Void>> drain) {
        this.edgeContext = edgeContext;
        this.tunnelEndpoint = tunnelEndpoint;
        this.drain = drain;
    }

    @Override
    public Future<?> deploy(Context context) {
        return tunnelEndpoint
                .listen(context.owner())
                .onSuccess(listening -> tunnels = listening)
                .compose(listening -> EdgeServer.listen(context.owner(), edgeContext))
                .onSuccess(listening -> edge = listening);
    }

    /**
     * Drains before the listeners close. That matters if this verticle is not undeployed by {@link Gateway#close}: Vert.x undeploys the children of a
     * verticle before it calls its {@code stop()}.
     */
    @Override
    public Future<?> undeploy(Context context) {
        return drain.get();
    }

    Future<Boolean> reloadEdgeCertificate() {
        return edge == null ? Future.succeededFuture(false) : edge.reloadCertificate();
    }

    Future<Boolean> reloadTunnelCertificate() {
        TunnelServer listening = tunnels;
        return listening == null ? Future.succeededFuture(false) : listening.renew();
    }

    /** Every open connection of a connection point on this loop. Any thread. */
    List<TunnelStatus> tunnels() {
        TunnelServer listening = tunnels;
        return listening == null ? List.of() : listening.status();
    }

    /** Lets the exchanges of clients end. */
    Future<Void> drainClients(Duration timeout) {
        return edge == null ? Future.succeededFuture() : edge.drain(timeout);
    }

    /** Call it when no loop has clients any more: their exchanges need the tunnels of all loops. */
    Future<Void> drainTunnels() {
        TunnelServer listening = tunnels;
        return listening == null ? Future.succeededFuture() : listening.close();
    }
}
