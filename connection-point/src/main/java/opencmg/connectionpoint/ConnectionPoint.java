package opencmg.connectionpoint;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import opencmg.connectionpoint.admin.AdminServer;
import opencmg.connectionpoint.dial.GatewayAddresses;
import opencmg.connectionpoint.dial.TunnelEventLog;
import opencmg.connectionpoint.relay.UpstreamClient;
import opencmg.connectionpoint.site.BlockingWork;
import opencmg.connectionpoint.site.FileSiteSource;
import opencmg.connectionpoint.site.ServerSiteSource;
import opencmg.connectionpoint.site.SiteSource;
import opencmg.connectionpoint.traffic.InFlightSlots;
import opencmg.connectionpoint.traffic.TrafficLedger;
import opencmg.connectionpoint.traffic.TrafficReport;
import opencmg.http.HeaderFields.Via;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.Secret;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.SiteDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running connection point; the composition root of this module. */
public final class ConnectionPoint {

    private static final Logger log = LoggerFactory.getLogger(ConnectionPoint.class);

    private static final Duration CHECK_INTERVAL = Duration.ofMinutes(1);
    private static final Duration REPORT_INTERVAL = Duration.ofMinutes(5);
    private static final Duration EXPIRY_LOG_INTERVAL = Duration.ofDays(1);

    private final Vertx vertx;
    private final ConnectionPointSettings settings;
    private final Clock clock;
    private volatile LoadedCredentials credentials;
    private final DialPlan plan;
    private final GatewayAddresses gateways;
    private final TunnelEventLog tunnelEvents = new TunnelEventLog();
    private final InFlightSlots slots;
    private final Via via;
    private final TrafficLedger traffic;
    private final CurrentSite site;
    private final SiteSource source;
    private final List<ConnectorLoop> loops = new CopyOnWriteArrayList<>();
    private final StatusPages pages;
    private final List<Long> timers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final Promise<Void> drained = Promise.promise();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Promise<Void> closed = Promise.promise();
    private volatile @Nullable String deployment;
    private volatile @Nullable AdminServer admin;

    private ConnectionPoint(
            Vertx vertx,
            ConnectionPointSettings settings,
            GatewayAddresses.Resolver resolver,
            Clock clock,
            LoadedCredentials credentials) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.credentials = credentials;
        this.plan = DialPlan.of(settings, clock.millis());
        this.slots = new InFlightSlots(settings.limits().exchanges());
        this.via = Via.of(settings.via());
        this.traffic = new TrafficLedger(settings.id().toString(), clock, slots);
        BlockingWork blocking = new BlockingWork(vertx);
        this.gateways = new GatewayAddresses(blocking, settings.gateways(), settings.gatewayName(), resolver);
        this.site = new CurrentSite(blocking, credentials.candidates(), traffic);
        this.source = source(vertx, settings, blocking, credentials.siteSecret());
        this.pages =
                new StatusPages(plan, () -> this.credentials, loops, site, source, tunnelEvents, slots, traffic, clock);
    }

    /**
     * Reads every file that the settings name and opens nothing. Blocks.
     *
     * @return a summary of certificate and site, for people
     * @throws InvalidSettingsException that names the file to mend
     */
    public static String check(ConnectionPointSettings settings) {
        Clock clock = Clock.systemUTC();
        LoadedCredentials credentials = LoadedCredentials.read(settings, clock);
        String summary = "certificate with " + credentials.identity().daysLeft(clock) + " days left";
        if (settings.site().url() != null) {
            return summary;
        }
        SiteConfiguration site = SiteDocument.fromYaml(settings.site().fileOrThrow());
        return summary + ", site " + site.siteCode() + " version " + site.version();
    }

    private static SiteSource source(
            Vertx vertx, ConnectionPointSettings settings, BlockingWork blocking, @Nullable Secret secret) {
        SiteAccess site = settings.site();
        if (site.url() == null || secret == null) {
            return new FileSiteSource(vertx, blocking, site.fileOrThrow(), FileSiteSource.DEFAULT_INTERVAL);
        }
        var tls = UpstreamClient.tls(settings.upstream().trustFile(), null, settings.limits());
        var client = UpstreamClient.forSiteServer(vertx, settings.limits(), tls);
        return new ServerSiteSource(
                vertx, blocking, client, site.url(), secret, ServerSiteSource.RetryDelay.DEFAULT, new Random());
    }

    /**
     * Reads the files that the settings name, starts the admin server and requests the site configuration. Dials the gateways once it has a
     * configuration.
     *
     * @return completes when it runs, with a site file only after that is in force; fails with {@link InvalidSettingsException} when the settings
     *     must be mended, and then nothing stays open
     */
    public static Future<ConnectionPoint> start(Vertx vertx, ConnectionPointSettings settings) {
        return start(vertx, settings, GatewayAddresses.Resolver.ofSystem());
    }

    static Future<ConnectionPoint> start(
            Vertx vertx, ConnectionPointSettings settings, GatewayAddresses.Resolver resolver) {
        Clock clock = Clock.systemUTC();
        return new BlockingWork(vertx)
                .call(() -> LoadedCredentials.read(settings, clock))
                .compose(read -> new ConnectionPoint(vertx, settings, resolver, clock, read).open());
    }

    private Future<ConnectionPoint> open() {
        UpstreamClient.logEngine();
        credentials.logExpiry(clock);
        return vertx.deployVerticle(this::loop, new DeploymentOptions().setInstances(settings.connections()))
                .onSuccess(id -> deployment = id)
                .compose(id -> startAdmin())
                .compose(started -> resolveGateways())
                .compose(resolved -> source.start(site::offer))
                .onSuccess(watching -> startTimers())
                .map(this)
                .recover(cause -> close().transform(closed -> Future.failedFuture(cause)));
    }

    /** A verticle per event loop, which only creates the {@link ConnectorLoop} there and drains. */
    private Deployable loop() {
        return new Deployable() {
            @Override
            public Future<?> deploy(Context context) {
                addLoop(context);
                return Future.succeededFuture();
            }

            // Vert.x undeploys the children of a verticle before it calls its stop().
            @Override
            public Future<?> undeploy(Context context) {
                return drain();
            }
        };
    }

    private void addLoop(Context context) {
        ConnectorLoop loop = new ConnectorLoop(
                vertx,
                context,
                plan,
                gateways,
                tunnelEvents,
                settings.upstream().trustFile(),
                settings.limits(),
                slots,
                via);
        loops.add(loop);
        site.addListener(loop::adopt);
    }

    private Future<AdminServer> startAdmin() {
        return AdminServer.start(vertx, settings.admin().listen(), pages.pages())
                .onSuccess(server -> admin = server)
                .recover(cause -> Future.failedFuture(cause instanceof BindException ? addressInUse(cause) : cause));
    }

    private InvalidSettingsException addressInUse(Throwable cause) {
        return new InvalidSettingsException(
                "",
                "admin.listen",
                settings.admin().listen() + " cannot be bound (" + cause.getMessage()
                        + "); take a free port, for example admin: {listen: \"127.0.0.1:0\"}");
    }

    private Future<Void> resolveGateways() {
        return gateways.resolve(targets -> loops.forEach(loop -> loop.retarget(targets)));
    }

    private void startTimers() {
        timers.add(vertx.setPeriodic(CHECK_INTERVAL.toMillis(), tick -> refreshGateways()));
        timers.add(vertx.setPeriodic(CHECK_INTERVAL.toMillis(), tick -> renew().onFailure(this::logUnusableFiles)));
        timers.add(vertx.setPeriodic(REPORT_INTERVAL.toMillis(), tick -> logTraffic()));
        timers.add(vertx.setPeriodic(EXPIRY_LOG_INTERVAL.toMillis(), tick -> credentials.logExpiry(clock)));
    }

    private void refreshGateways() {
        resolveGateways()
                .onFailure(
                        cause -> log.atWarn().addKeyValue("reason", cause).log("The gateways could not be looked up"));
    }

    /**
     * Reads the certificate files again and uses them for new connections if they have changed.
     *
     * @return whether certificate or trust has changed; fails when the files cannot be used
     */
    Future<Boolean> renew() {
        return new BlockingWork(vertx)
                .call(() -> LoadedCredentials.read(settings, clock))
                .compose(read -> {
                    if (read.identity().leaf().equals(credentials.identity().leaf())
                            && read.authorities().equals(credentials.authorities())) {
                        return Future.succeededFuture(false);
                    }
                    return Future.all(loops.stream().map(ConnectorLoop::renew).toList())
                            .map(renewed -> adopt(read));
                });
    }

    private boolean adopt(LoadedCredentials renewed) {
        credentials = renewed;
        log.atInfo()
                .addKeyValue("days", renewed.identity().daysLeft(clock))
                .log("The certificate for gateways or its trust is a new one; connections from now on use it");
        return true;
    }

    private void logUnusableFiles(Throwable cause) {
        log.atError()
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("The certificate files cannot be used: the ones before stay in use");
    }

    private void logTraffic() {
        TrafficReport report = traffic.endPeriod();
        log.atInfo().addKeyValue("report", report.toJson().encode()).log("ReportTrafficData");
    }

    /** The port of the admin server. */
    public int adminPort() {
        AdminServer server = admin;
        return server == null ? 0 : server.port();
    }

    /** Whether requests can pass: a configuration is in force, a tunnel connection is up and every gateway was tried. Any thread. */
    public boolean ready() {
        return pages.missing() == null;
    }

    /** Drains and closes everything. A second call returns the same future. Any thread. */
    public Future<Void> close() {
        if (!closing.getAndSet(true)) {
            String deployed = deployment;
            AdminServer server = admin;
            drain().eventually(() -> server == null ? Future.succeededFuture() : server.close())
                    .transform(done -> deployed == null ? Future.succeededFuture() : vertx.undeploy(deployed))
                    // Vert.x has undeployed the loops already if a verticle that holds them was undeployed.
                    .<Void>transform(done -> Future.succeededFuture())
                    .onComplete(closed);
        }
        return closed.future();
    }

    /**
     * Tells the gateways to stop sending requests, waits for those in flight within the drain limit, and closes all connections. A second call returns
     * the same future. Any thread.
     */
    private Future<Void> drain() {
        if (!draining.getAndSet(true)) {
            tunnelEvents.stopping();
            timers.forEach(vertx::cancelTimer);
            source.close()
                    .eventually(() ->
                            Future.join(loops.stream().map(ConnectorLoop::close).toList()))
                    .onComplete(drained);
        }
        return drained.future();
    }
}
