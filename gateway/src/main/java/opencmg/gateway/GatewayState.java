package opencmg.gateway;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import opencmg.gateway.admission.DecisionLog;
import opencmg.gateway.forwarding.InFlight;
import opencmg.gateway.forwarding.SiteBinding;
import opencmg.gateway.forwarding.SiteUpdates;
import opencmg.gateway.forwarding.Tunnels;
import opencmg.gateway.identity.Verifiers;
import opencmg.gateway.site.PublishedSites;

/**
 * The parts of a gateway that its event loops, its status and its shutdown share. Any thread.
 *
 * @param connections number of client connections
 * @param draining set when the shutdown begins
 * @param loops one for each event loop, added while they are deployed
 * @param edgeCertificate the certificate of the edge, reloaded when its files change
 */
record GatewayState(
        Vertx vertx,
        GatewaySettings settings,
        Clock clock,
        Instant startedAt,
        LoadedResources resources,
        Verifiers verifiers,
        PublishedSites sites,
        SiteUpdates siteUpdates,
        Tunnels tunnels,
        DecisionLog decisions,
        InFlight inFlight,
        AtomicInteger connections,
        AtomicBoolean draining,
        PrometheusMeterRegistry registry,
        List<EdgeVerticle> loops,
        CertificateReload edgeCertificate,
        CertificateReload tunnelCertificate) {

    static GatewayState create(
            Vertx vertx, GatewaySettings settings, Clock clock, LoadedResources resources, Verifiers verifiers) {
        PublishedSites sites = new PublishedSites();
        SiteUpdates siteUpdates = SiteUpdates.start(vertx, sites);
        List<EdgeVerticle> loops = new CopyOnWriteArrayList<>();
        return new GatewayState(
                vertx,
                settings,
                clock,
                clock.instant(),
                resources,
                verifiers,
                sites,
                siteUpdates,
                new Tunnels(new SiteBinding(settings.tunnel().siteCode()), siteUpdates),
                new DecisionLog(clock),
                new InFlight(settings.limits().inFlight()),
                new AtomicInteger(),
                new AtomicBoolean(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                loops,
                new CertificateReload(
                        "edge",
                        vertx,
                        clock,
                        settings.edge().identity(),
                        resources.edgeIdentity(),
                        () -> Future.all(loops.stream()
                                .map(EdgeVerticle::reloadEdgeCertificate)
                                .toList())),
                new CertificateReload(
                        "tunnel",
                        vertx,
                        clock,
                        settings.tunnel().identity(),
                        resources.tunnelIdentity(),
                        () -> Future.all(loops.stream()
                                .map(EdgeVerticle::reloadTunnelCertificate)
                                .toList())));
    }
}
