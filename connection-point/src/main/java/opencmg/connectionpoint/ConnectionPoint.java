package opencmg.connectionpoint;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import opencmg.connectionpoint.admin.AdminServer;
import opencmg.connectionpoint.dial.GatewayAddresses;
import opencmg.connectionpoint.dial.TunnelEventLog;
import opencmg.connectionpoint.relay.UpstreamClient;
import opencmg.connectionpoint.site.BlockingWork;
import opencmg.connectionpoint.site.FileSiteSource;
import opencmg.connectionpoint.site.RetryDelay;
import opencmg.connectionpoint.site.ServerSiteSource;
import opencmg.connectionpoint.site.SiteSource;
import opencmg.connectionpoint.traffic.InFlightSlots;
import opencmg.connectionpoint.traffic.TrafficLedger;
import opencmg.connectionpoint.traffic.TrafficReport;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.Secret;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.SiteDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root: a running connection point. */
public final class ConnectionPoint {

    private static final Logger log = LoggerFactory.getLogger(ConnectionPoint.class);

    private static final Duration LOOK_UP = Duration.ofMinutes(1);
    private static final Duration REPORT = Duration.ofMinutes(5);
    private static final Duration DAY = Duration.ofDays(1);

    private final Vertx vertx;
    private final ConnectionPointSettings settings;
    private final Clock clock;
    private volatile LoadedCredentials papers;
    private final DialPlan plan;
    private final GatewayAddresses gateways;
    private final TunnelEventLog news = new TunnelEventLog();
    private final InFlightSlots slots;
    private final TrafficLedger traffic;
    private final CurrentSite current;
    private final SiteSource source;
    private final List<ConnectorLoop> loops = new CopyOnWriteArrayList<>();
    private final StatusPages pages;
    private final List<Long> timers = new CopyOnWriteArrayList<>();
    private volatile @Nullable String deployment;
    private volatile @Nullable AdminServer admin;

    private ConnectionPoint(
            Vertx vertx,
            ConnectionPointSettings settings,
            GatewayAddresses.Lookup lookup,
            Clock clock,
            LoadedCredentials papers) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.papers = papers;
        this.plan = DialPlan.of(settings, clock.millis());
        this.slots = new InFlightSlots(settings.limits().exchanges());
        this.traffic = new TrafficLedger(settings.id().toString(), clock, slots);
        BlockingWork offLoop = new BlockingWork(vertx);
        this.gateways = new GatewayAddresses(offLoop, settings.gateways(), settings.gatewayName(), lookup);
        this.current = new CurrentSite(offLoop, papers.candidates(), traffic);
        this.source = source(vertx, settings, offLoop, papers.siteSecret());
        this.pages = new StatusPages(plan, () -> this.papers, loops, current, source, news, slots, traffic, clock);
    }

    /**
     * Reads every file that the settings name and opens nothing. Blocks.
     *
     * @return what the certificate is, for people
     * @throws InvalidSettingsException that names the file to mend
     */
    public static String check(ConnectionPointSettings settings) {
        Clock clock = Clock.systemUTC();
        LoadedCredentials papers = LoadedCredentials.read(settings, clock);
        if (settings.site().url() == null) {
            SiteConfiguration site = SiteDocument.fromYaml(settings.site().fileOrThrow());
            return "certificate with " + papers.identity().daysLeft(clock) + " days left, site " + site.siteCode()
                    + " version " + site.version();
        }
        return "certificate with " + papers.identity().daysLeft(clock) + " days left";
    }

    private static SiteSource source(
            Vertx vertx, ConnectionPointSettings settings, BlockingWork offLoop, @Nullable Secret secret) {
        SiteAccess site = settings.site();
        if (site.url() == null || secret == null) {
            return new FileSiteSource(vertx, offLoop, site.fileOrThrow(), FileSiteSource.USUAL);
        }
        var tls = UpstreamClient.tls(settings.upstream().trustFile(), null, settings.limits());
        var client = UpstreamClient.ofSiteServer(vertx, settings.limits(), tls);
        return new ServerSiteSource(vertx, offLoop, client, site.url(), secret, RetryDelay.USUAL, new Random());
    }

    /**
     * Reads the files that the settings name, opens the operators' face and asks for the site configuration; dials the gateways as soon as
     * it has one.
     *
     * @return completes when it runs, with a site file also when that is in force; fails with {@link InvalidSettingsException} where something must
     *     be mended, and nothing stays open then
     */
    public static Future<ConnectionPoint> start(Vertx vertx, ConnectionPointSettings settings) {
        return start(vertx, settings, GatewayAddresses.Lookup.ofSystem());
    }

    static Future<ConnectionPoint> start(
            Vertx vertx, ConnectionPointSettings settings, GatewayAddresses.Lookup lookup) {
        Clock clock = Clock.systemUTC();
        return new BlockingWork(vertx)
                .call(() -> LoadedCredentials.read(settings, clock))
                .compose(papers -> new ConnectionPoint(vertx, settings, lookup, clock, papers).open());
    }

    private Future<ConnectionPoint> open() {
        UpstreamClient.logEngine();
        papers.logExpiry(clock);
        return vertx.deployVerticle(this::loop, new DeploymentOptions().setInstances(settings.connections()))
                .onSuccess(id -> deployment = id)
                .compose(id -> openAdmin())
                .compose(opened -> lookUpGateways())
                .compose(known -> source.start(current::offer))
                .onSuccess(watching -> startTimers())
                .map(this)
                .recover(cause -> close().transform(closed -> Future.failedFuture(cause)));
    }

    /** One instance on each loop; it only binds, {@link ConnectorLoop} does the work. */
    private Deployable loop() {
        return (Context context) -> {
            ConnectorLoop loop = new ConnectorLoop(
                    vertx,
                    context,
                    plan,
                    gateways,
                    news,
                    settings.upstream().trustFile(),
                    settings.limits(),
                    slots,
                    current);
            loops.add(loop);
            current.tell(loop::adopt);
            return Future.succeededFuture();
        };
    }

    private Future<AdminServer> openAdmin() {
        return AdminServer.listen(vertx, settings.admin().listen(), pages.pages())
                .onSuccess(face -> admin = face)
                .recover(cause -> Future.failedFuture(cause instanceof BindException ? inUse(cause) : cause));
    }

    private InvalidSettingsException inUse(Throwable cause) {
        return new InvalidSettingsException(
                "",
                "admin.listen",
                settings.admin().listen() + " cannot be bound (" + cause.getMessage()
                        + "); take a free port, for example admin: {listen: \"127.0.0.1:0\"}");
    }

    private Future<Void> lookUpGateways() {
        return gateways.look(now -> loops.forEach(loop -> loop.retarget(now)));
    }

    private void startTimers() {
        timers.add(vertx.setPeriodic(LOOK_UP.toMillis(), tick -> lookAgain()));
        timers.add(vertx.setPeriodic(LOOK_UP.toMillis(), tick -> renew().onFailure(this::keepsItsCertificate)));
        timers.add(vertx.setPeriodic(REPORT.toMillis(), tick -> report()));
        timers.add(vertx.setPeriodic(DAY.toMillis(), tick -> papers.logExpiry(clock)));
    }

    private void lookAgain() {
        lookUpGateways()
                .onFailure(
                        cause -> log.atWarn().addKeyValue("reason", cause).log("The gateways could not be looked up"));
    }

    /** @return whether there was another certificate or trust, which connections from now on use; fails when the files cannot be used */
    Future<Boolean> renew() {
        return new BlockingWork(vertx)
                .call(() -> LoadedCredentials.read(settings, clock))
                .compose(found -> {
                    if (found.identity().leaf().equals(papers.identity().leaf())
                            && found.authorities().equals(papers.authorities())) {
                        return Future.succeededFuture(false);
                    }
                    return Future.all(loops.stream().map(ConnectorLoop::renew).toList())
                            .map(used -> renewed(found));
                });
    }

    private boolean renewed(LoadedCredentials found) {
        papers = found;
        log.atInfo()
                .addKeyValue("days", found.identity().daysLeft(clock))
                .log("The certificate for gateways or its trust is a new one; connections from now on use it");
        return true;
    }

    private void keepsItsCertificate(Throwable cause) {
        log.atError()
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("The certificate files cannot be used: the ones before stay in use");
    }

    private void report() {
        TrafficReport report = traffic.close();
        log.atInfo().addKeyValue("report", report.toJson().encode()).log("ReportTrafficData");
    }

    /** The port of the operators' face. */
    public int adminPort() {
        AdminServer face = admin;
        return face == null ? 0 : face.port();
    }

    /** Whether requests can come through: a configuration is in force, a tunnel connection is up and every gateway was tried. Any thread. */
    public boolean ready() {
        return pages.missing() == null;
    }

    /** Tells the gateways to send no more, lets what is in flight end within the drain limit, and closes everything. */
    public Future<Void> close() {
        news.stopping();
        timers.forEach(vertx::cancelTimer);
        String deployed = deployment;
        AdminServer face = admin;
        return source.close()
                .eventually(() ->
                        Future.join(loops.stream().map(ConnectorLoop::close).toList()))
                .eventually(() -> face == null ? Future.succeededFuture() : face.close())
                .eventually(() -> deployed == null ? Future.succeededFuture() : vertx.undeploy(deployed));
    }
}
