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
import opencmg.connectionpoint.relay.RelayLimits;
import opencmg.connectionpoint.relay.UpstreamClient;
import opencmg.connectionpoint.relay.UpstreamRelay;
import opencmg.connectionpoint.traffic.InFlightSlots;
import opencmg.http.HeaderFields.Via;
import opencmg.http.client.Http1Client;
import opencmg.tunnel.DialListener;
import opencmg.tunnel.DialStatus;
import opencmg.tunnel.TunnelTarget;
import opencmg.tunnel.link.TunnelDialer;
import org.jspecify.annotations.Nullable;

/**
 * The part of the connection point that runs on one event loop: a connection to every gateway and a pool of connections to upstreams, so that an
 * exchange never changes its thread. Starts to dial with the first configuration, because the hello names the site.
 */
final class ConnectorLoop {

    private final Vertx vertx;
    private final Context context;
    private final DialPlan plan;
    private final GatewayAddresses gateways;
    private final DialListener listener;
    private final @Nullable Path upstreamTrust;
    private final RelayLimits limits;
    private final Http1Client client;
    private final UpstreamRelay relay;
    private @Nullable CandidateCertificate presented;
    private long version;
    private boolean closed;
    private volatile @Nullable TunnelDialer dialer;

    /** Call it on the loop. */
    ConnectorLoop(
            Vertx vertx,
            Context context,
            DialPlan plan,
            GatewayAddresses gateways,
            DialListener listener,
            @Nullable Path upstreamTrust,
            RelayLimits limits,
            InFlightSlots slots,
            Via via) {
        this.vertx = vertx;
        this.context = context;
        this.plan = plan;
        this.gateways = gateways;
        this.listener = listener;
        this.upstreamTrust = upstreamTrust;
        this.limits = limits;
        this.client = UpstreamClient.onLoop(vertx, limits, UpstreamClient.tls(upstreamTrust, null, limits));
        this.relay = UpstreamRelay.onLoop(vertx, client, slots, limits, via);
    }

    /** Puts a configuration into force. Any thread. */
    void adopt(SiteSnapshot site) {
        context.runOnContext(go -> {
            present(site.certificate().selected());
            relay.use(site.routes(), site.certificate());
            publish(site);
        });
    }

    /** The addresses of the gateways have changed. Any thread. */
    void retarget(List<TunnelTarget> targets) {
        TunnelDialer running = dialer;
        if (running != null) {
            running.retarget(targets);
        }
    }

    /** The files of our certificate or its trust have changed. Any thread. */
    Future<?> renew() {
        TunnelDialer running = dialer;
        return running == null ? Future.succeededFuture() : running.renew();
    }

    /** New connections to upstreams present this client certificate. */
    private void present(@Nullable CandidateCertificate selected) {
        if (!Objects.equals(selected, presented)) {
            presented = selected;
            client.updateTls(UpstreamClient.tls(upstreamTrust, selected, limits));
        }
    }

    private void publish(SiteSnapshot site) {
        if (closed || site.configuration().version() < version) {
            return;
        }
        version = site.configuration().version();
        TunnelDialer running = dialer;
        if (running == null) {
            running = TunnelDialer.start(
                    vertx,
                    gateways.targets(),
                    plan.tls(),
                    plan.limits(),
                    plan.hello(site.configuration().siteCode()),
                    relay,
                    listener);
            dialer = running;
        }
        running.publish(version, site.document());
    }

    /** One row for each gateway, none before the first configuration. Any thread. */
    List<DialStatus> status() {
        TunnelDialer running = dialer;
        return running == null ? List.of() : running.status();
    }

    /** Drains: gateways stop sending requests, those in flight finish, then everything is closed. Any thread. */
    Future<Void> close() {
        Promise<Void> drained = Promise.promise();
        context.runOnContext(go -> {
            closed = true;
            TunnelDialer running = dialer;
            Future<Void> done = running == null ? Future.succeededFuture() : running.close();
            done.onComplete(drained);
        });
        return drained.future().eventually(() -> client.close());
    }
}
