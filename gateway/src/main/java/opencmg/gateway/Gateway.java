package opencmg.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import opencmg.gateway.admin.AdminData;
import opencmg.gateway.admin.AdminServer;
import opencmg.gateway.admin.TunnelsPage;
import opencmg.gateway.admission.Admission;
import opencmg.gateway.admission.Decision;
import opencmg.gateway.admission.DecisionLog;
import opencmg.gateway.edge.EdgeContext;
import opencmg.gateway.edge.TrafficMeters;
import opencmg.gateway.forwarding.InFlight;
import opencmg.gateway.forwarding.Tunnels;
import opencmg.gateway.identity.ExplainAudience;
import opencmg.gateway.identity.Verifiers;
import opencmg.gateway.refusal.ProblemDocument;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.site.PublishedSites;
import opencmg.settings.InvalidSettingsException;
import opencmg.tunnel.TunnelStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway, and the place where it is put together. Several may run in one Vert.x. */
public final class Gateway {

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final String VERSION = versionOf(Gateway.class);

    /**
     * So long a stopping gateway that has clients still takes connections, and answers each request with Connection: close: a client that asks again and
     * again learns of it from an answer, and not from a connection that closes under its next request. Balancers that ask for readiness go elsewhere
     * meanwhile.
     */
    private static final Duration LAST_CALL = Duration.ofSeconds(1);

    private static final Duration LOOK = Duration.ofMillis(50);

    /** So long the refusals of what outlasts the drain limit may take to reach their clients. */
    private static final Duration LAST_WORD = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final GatewaySettings settings;
    private final Clock clock;
    private final LoadedResources prepared;
    private final Verifiers verifiers;
    private final PublishedSites sites = new PublishedSites();
    private final Tunnels tunnels = new Tunnels(sites);
    private final DecisionLog decisions;
    private final InFlight inFlight;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<EdgeVerticle> instances = new CopyOnWriteArrayList<>();
    private final Instant since;
    private final CertificateReload renewal;
    private final CertificateReload tunnelRenewal;
    private final CertificateExpiryWatch expiry;
    private @Nullable AdminServer admin;
    private @Nullable String deployment;

    private Gateway(Vertx vertx, GatewaySettings settings, Clock clock, LoadedResources prepared, Verifiers verifiers) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.prepared = prepared;
        this.verifiers = verifiers;
        this.decisions = new DecisionLog(clock);
        this.inFlight = new InFlight(settings.limits().inFlight());
        this.since = clock.instant();
        this.renewal = new CertificateReload(
                "edge", vertx, clock, settings.edge().identity(), prepared.edgeIdentity(), this::renewEdges);
        this.tunnelRenewal = new CertificateReload(
                "tunnel", vertx, clock, settings.tunnel().identity(), prepared.tunnelIdentity(), this::renewTunnels);
        this.expiry = new CertificateExpiryWatch(vertx, clock, renewal::current, tunnelRenewal::current, registry);
        measure();
    }

    /**
     * Starts everything; it is ready when a connection point has come.
     *
     * @return fails with {@link InvalidSettingsException} for what the user can mend; then nothing stays open
     */
    public static Future<Gateway> start(Vertx vertx, GatewaySettings settings) {
        return start(vertx, settings, Clock.systemUTC());
    }

    /**
     * Reads every file that the settings name and opens nothing. Blocks.
     *
     * @return what the certificates are, for people
     * @throws InvalidSettingsException with every fault
     */
    public static String check(GatewaySettings settings) {
        return LoadedResources.check(settings, Clock.systemUTC());
    }

    static Future<Gateway> start(Vertx vertx, GatewaySettings settings, Clock clock) {
        return vertx.executeBlocking(() -> LoadedResources.of(settings, clock))
                .compose(prepared -> Verifiers.start(vertx, settings.revocation(), clock)
                        .recover(Gateway::asFault)
                        .map(verifiers -> new Gateway(vertx, settings, clock, prepared, verifiers))
                        .compose(Gateway::listen));
    }

    private static Future<Verifiers> asFault(Throwable failure) {
        return Future.failedFuture(
                failure instanceof IllegalArgumentException unusable
                        ? new InvalidSettingsException(
                                GatewaySettings.SOURCE, "revocation.files", String.valueOf(unusable.getMessage()))
                        : failure);
    }

    // ------------------------------------------------------------------ putting together

    private Future<Gateway> listen() {
        EdgeContext parts = edgeParts();
        EdgeVerticle.TunnelEnd end = new EdgeVerticle.TunnelEnd(
                prepared.tunnel(),
                settings.tunnel().tls(),
                TunnelSettings.limits(settings.limits()),
                settings.name(),
                tunnels);
        return AdminServer.start(vertx, settings.admin().listen(), adminFacts())
                .recover(failure -> Future.failedFuture(new InvalidSettingsException(
                        GatewaySettings.SOURCE,
                        "admin.listen",
                        settings.admin().listen() + " cannot be listened on (" + failure.getMessage()
                                + "); give another port, for example 127.0.0.1:0")))
                .onSuccess(listening -> admin = listening)
                .compose(listening -> vertx.deployVerticle(
                        () -> instance(parts, end),
                        new DeploymentOptions().setInstances(settings.limits().eventLoops())))
                .onSuccess(id -> deployment = id)
                .map(this)
                .onSuccess(Gateway::tell)
                .recover(failure -> close().transform(closed -> Future.failedFuture(failure)));
    }

    private EdgeContext edgeParts() {
        return new EdgeContext(
                prepared.edge(),
                prepared.engine(),
                settings.limits(),
                settings.log(),
                settings.explain() == ExplainAudience.CLIENTS ? ProblemDocument.Form.LONG : ProblemDocument.Form.SHORT,
                new Admission(
                        sites, verifiers, decisions, VERSION, () -> notReady().isEmpty()),
                decisions,
                tunnels,
                inFlight,
                new TrafficMeters(registry),
                connections,
                draining::get);
    }

    private EdgeVerticle instance(EdgeContext parts, EdgeVerticle.TunnelEnd end) {
        EdgeVerticle instance = new EdgeVerticle(parts, end);
        instances.add(instance);
        return instance;
    }

    private AdminData adminFacts() {
        return new AdminData(
                this::notReady,
                registry::scrape,
                () -> TunnelsPage.json(sites.current(), connected(), tunnels.lost(), clock.instant()),
                this::status,
                id -> {
                    Decision decision = decisions.find(id);
                    return decision == null ? null : decision.toJson();
                });
    }

    /** Those that drain or have not said hello, too. */
    private List<TunnelStatus> connected() {
        return instances.stream()
                .flatMap(instance -> instance.tunnels().stream())
                .toList();
    }

    private void measure() {
        Gauge.builder("opencmg.in.flight", inFlight::now)
                .description("Exchanges under way")
                .register(registry);
        Gauge.builder("opencmg.client.connections", connections::get)
                .description("Connections of clients")
                .register(registry);
        Gauge.builder("opencmg.tunnels", () -> tunnels.status().size())
                .description("Tunnels that may carry requests")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
    }

    private void tell() {
        log.atInfo()
                .addKeyValue("edge", prepared.edge().listen())
                .addKeyValue("tunnel", prepared.tunnel())
                .addKeyValue("admin", settings.admin().listen().host() + ":" + adminPort())
                .addKeyValue("tls", prepared.engine())
                .addKeyValue("loops", settings.limits().eventLoops())
                .log("The gateway listens");
    }

    private Future<?> renewEdges() {
        return Future.all(instances.stream().map(EdgeVerticle::renew).toList());
    }

    private Future<?> renewTunnels() {
        return Future.all(instances.stream().map(EdgeVerticle::renewTunnels).toList());
    }

    // ------------------------------------------------------------------ what others ask

    /** For tests that do not want to wait for the minute to pass. */
    CertificateReload renewal() {
        return renewal;
    }

    CertificateReload tunnelRenewal() {
        return tunnelRenewal;
    }

    public int edgePort() {
        return prepared.edge().listen().port();
    }

    public int tunnelPort() {
        return prepared.tunnel().port();
    }

    public int adminPort() {
        return admin == null ? 0 : admin.port();
    }

    /** Why clients would be refused now; empty when they would not. */
    private String notReady() {
        if (draining.get()) {
            return "the gateway is shutting down";
        }
        if (sites.current().isEmpty()) {
            return "no connection point has brought a site configuration yet";
        }
        return tunnels.any() ? "" : "no connection point is connected";
    }

    private JsonObject status() {
        return new JsonObject()
                .put("name", settings.name())
                .put("version", VERSION)
                .put("since", since.toString())
                .put("ready", notReady().isEmpty())
                .put("reason", notReady())
                .put("edge", prepared.edge().listen().toString())
                .put("tunnel", prepared.tunnel().toString())
                .put("tls", prepared.engine().name())
                .put("protocols", prepared.edge().protocols())
                .put("inFlight", inFlight.now())
                .put("connections", connections.get())
                .put("tunnels", tunnels.status().size())
                .put("sites", TunnelsPage.sites(sites.current()))
                .put(
                        "certificate",
                        new JsonObject()
                                .put(
                                        "subject",
                                        renewal.current()
                                                .leaf()
                                                .getSubjectX500Principal()
                                                .toString())
                                .put("daysLeft", renewal.current().daysLeft(clock)))
                .put("revocationLists", verifiers.revocationLists());
    }

    private static String versionOf(Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        return version == null ? "0.1.0-SNAPSHOT" : version;
    }

    // ------------------------------------------------------------------ the end

    /**
     * Stops as politely as there is time for: not ready any more, a last call where there are clients, exchanges in flight may end, then the tunnels, then
     * the rest. Twice does no harm.
     */
    public Future<Void> close() {
        if (draining.getAndSet(true)) {
            return Future.succeededFuture();
        }
        tunnels.draining();
        Instant limit = Instant.now().plus(settings.limits().drain());
        Future<?> told = connections.get() == 0 ? Future.succeededFuture() : lastCalls(limit.minus(LAST_CALL));
        return told.compose(called -> drainClients(until(limit)))
                .transform(drained -> Future.join(
                        instances.stream().map(EdgeVerticle::drainTunnels).toList()))
                .transform(drained -> deployment == null ? Future.succeededFuture() : vertx.undeploy(deployment))
                .transform(undeployed -> admin == null ? Future.succeededFuture() : admin.close())
                .transform(closed -> verifiers.close())
                .onComplete(done -> {
                    expiry.close();
                    renewal.close();
                    tunnelRenewal.close();
                    registry.close();
                });
    }

    /** What outlasts the limit is ended by a refusal: a connection that only closes would look like the client's doing, in its log and in ours. */
    private Future<?> drainClients(Duration most) {
        long limit = vertx.setTimer(
                Math.max(1, most.toMillis()),
                late -> inFlight.cut(new Refusal(
                        RefusalReason.DRAINING,
                        "it was not over when the " + settings.limits().drain().toSeconds()
                                + " s had passed that a stopping gateway gives (limits.drainSeconds)")));
        return Future.join(instances.stream()
                        .map(instance -> instance.drainClients(most.plus(LAST_WORD)))
                        .toList())
                .onComplete(drained -> vertx.cancelTimer(limit));
    }

    /**
     * An answer that began before nobody was told of the end yet can say so no more, and its client may ask again on the same connection: when those are
     * over there is another call for their clients.
     */
    private Future<?> lastCalls(Instant limit) {
        IntSupplier unaware = inFlight.present();
        return vertx.timer(LAST_CALL.toMillis())
                .compose(called -> unaware.getAsInt() == 0 ? Future.succeededFuture() : lastCall(unaware, limit));
    }

    private Future<?> lastCall(IntSupplier unaware, Instant limit) {
        if (unaware.getAsInt() > 0 && Instant.now().isBefore(limit)) {
            return vertx.timer(LOOK.toMillis()).compose(later -> lastCall(unaware, limit));
        }
        return vertx.timer(LAST_CALL.toMillis());
    }

    private Duration until(Instant limit) {
        Duration left = Duration.between(Instant.now(), limit);
        return left.compareTo(LAST_CALL) > 0 ? left : LAST_CALL;
    }
}
