package opencmg.connectionpoint;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import opencmg.connectionpoint.dial.GatewayAddresses;
import opencmg.connectionpoint.relay.CandidateCertificate;
import opencmg.connectionpoint.relay.ExchangeTimeouts;
import opencmg.connectionpoint.relay.RelayLimits;
import opencmg.connectionpoint.relay.UpstreamClient;
import opencmg.connectionpoint.relay.UpstreamRelay;
import opencmg.connectionpoint.traffic.InFlightSlots;
import opencmg.http.client.Http1Client;
import opencmg.tunnel.DialListener;
import opencmg.tunnel.DialStatus;
import opencmg.tunnel.Relay;
import opencmg.tunnel.TunnelTarget;
import opencmg.tunnel.link.TunnelDialer;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's share of the connection point: a connection to every gateway, and a pool of connections to the servers inside, so that
 * an exchange never changes its thread. Begins to dial with the first configuration, because the hello names the site.
 */
final class ConnectorLoop {

    private final Vertx vertx;
    private final Context context;
    private final DialPlan plan;
    private final GatewayAddresses gateways;
    private final DialListener watcher;
    private final @Nullable Path upstreamTrust;
    private final RelayLimits limits;
    private final Http1Client client;
    private final Relay relay;
    private @Nullable CandidateCertificate shown;
    private long version;
    private boolean closed;
    private volatile @Nullable TunnelDialer dialer;

    /** Call it on the loop. */
    ConnectorLoop(
            Vertx vertx,
            Context context,
            DialPlan plan,
            GatewayAddresses gateways,
            DialListener watcher,
            @Nullable Path upstreamTrust,
            RelayLimits limits,
            InFlightSlots slots,
            CurrentSite current) {
        this.vertx = vertx;
        this.context = context;
        this.plan = plan;
        this.gateways = gateways;
        this.watcher = watcher;
        this.upstreamTrust = upstreamTrust;
        this.limits = limits;
        this.client = UpstreamClient.onLoop(vertx, limits, UpstreamClient.tls(upstreamTrust, null, limits));
        this.relay = new UpstreamRelay(
                client, ExchangeTimeouts.onLoop(vertx), slots, limits, current::routes, current::certificate);
    }

    /** From any thread. */
    void adopt(SiteSnapshot published) {
        context.runOnContext(go -> {
            show(published.certificate().picked());
            publish(published);
        });
    }

    /** The gateways have changed. From any thread. */
    void retarget(List<TunnelTarget> now) {
        TunnelDialer dialling = dialer;
        if (dialling != null) {
            dialling.retarget(now);
        }
    }

    /** The files of the own certificate and of its trust have changed. From any thread. */
    Future<?> renew() {
        TunnelDialer dialling = dialer;
        return dialling == null ? Future.succeededFuture() : dialling.renew();
    }

    /** New connections to servers inside show another certificate from now on. */
    private void show(@Nullable CandidateCertificate picked) {
        if (!Objects.equals(picked, shown)) {
            shown = picked;
            client.updateTls(UpstreamClient.tls(upstreamTrust, picked, limits));
        }
    }

    private void publish(SiteSnapshot published) {
        if (closed || published.site().version() < version) {
            return;
        }
        version = published.site().version();
        TunnelDialer dialling = dialer;
        if (dialling == null) {
            dialling = TunnelDialer.start(
                    vertx,
                    gateways.now(),
                    plan.tls(),
                    plan.limits(),
                    plan.hello(published.site().siteCode()),
                    relay,
                    watcher);
            dialer = dialling;
        }
        dialling.publish(version, published.document());
    }

    /** One row for each gateway, none before the first configuration. Any thread. */
    List<DialStatus> status() {
        TunnelDialer dialling = dialer;
        return dialling == null ? List.of() : dialling.status();
    }

    /** Drains: gateways send no more, what is in flight ends, then everything is closed. Any thread. */
    Future<Void> close() {
        Promise<Void> drained = Promise.promise();
        context.runOnContext(go -> {
            closed = true;
            TunnelDialer dialling = dialer;
            Future<Void> done = dialling == null ? Future.succeededFuture() : dialling.close();
            done.onComplete(drained);
        });
        return drained.future().eventually(() -> client.close());
    }
}
