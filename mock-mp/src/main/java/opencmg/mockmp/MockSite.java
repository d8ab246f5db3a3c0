package opencmg.mockmp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import opencmg.mockmp.database.BlockingWork;
import opencmg.mockmp.database.SiteDatabase;
import opencmg.mockmp.keys.RoleCertificate;
import opencmg.mockmp.keys.SiteKeys;
import opencmg.mockmp.updates.UpdatePoint;
import opencmg.settings.Address;
import opencmg.settings.Secret;
import opencmg.settings.TlsIdentity;
import opencmg.settings.site.MpMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running site: its ports are open and its first configuration is published. */
public final class MockSite {

    private static final Logger log = LoggerFactory.getLogger(MockSite.class);
    private static final Duration UPKEEP = Duration.ofHours(1);

    private final Vertx vertx;
    private final MockSiteSettings settings;
    private final Clock clock;
    private final Listeners listeners;
    private final BlockingWork work;
    private @Nullable SiteDatabase database;
    private @Nullable Site site;
    private @Nullable HttpServer managementPoint;
    private @Nullable HttpServer plain;
    private @Nullable HttpServer updatePoint;
    private @Nullable HttpServer siteServer;
    private long upkeep = -1;

    private MockSite(Vertx vertx, MockSiteSettings settings, Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.listeners = new Listeners(vertx);
        this.work = Site.work(vertx);
    }

    /**
     * Starts a site.
     *
     * @return fails with {@link opencmg.settings.InvalidSettings} where the settings cannot be used; then nothing stays open
     */
    public static Future<MockSite> start(Vertx vertx, MockSiteSettings settings) {
        return start(vertx, settings, Clock.systemUTC());
    }

    /** The same with a clock of one's own: validity of tokens and certificates follows it. */
    public static Future<MockSite> start(Vertx vertx, MockSiteSettings settings, Clock clock) {
        MockSite starting = new MockSite(vertx, settings, clock);
        return starting.work
                .run(starting::open)
                .compose(starting::listen)
                .compose(opened -> opened.publisher().publish())
                .map(published -> starting)
                .onSuccess(MockSite::keepUp)
                .recover(failure -> starting.close().transform(closed -> Future.failedFuture(failure)));
    }

    private Site open() {
        if (settings.mode() == MpMode.HTTPS) {
            // For its clear errors; the listener reads the files again.
            long days = settings.managementPoint().identity().load(clock).daysLeft(clock);
            if (days < 30) {
                log.atWarn().addKeyValue("days", days).log("certificate of the management point expires soon");
            }
        }
        SiteDatabase opened = SiteDatabase.open(settings.dataDir(), settings.database());
        database = opened;
        Site made = new Site(vertx, settings, opened, work, clock);
        site = made;
        return made;
    }

    private Future<Site> listen(Site made) {
        Router clients = ManagementPoint.router(vertx, made);
        Address plainAddress = plainAddress();
        Future<HttpServer> first = settings.mode() == MpMode.HTTP
                ? listeners.plain(settings.managementPoint().listen(), "managementPoint.listen", clients)
                : tls(made, clients);
        return first.onSuccess(server -> managementPoint = server)
                .compose(server -> plainAddress == null
                        ? Future.succeededFuture()
                        : listeners
                                .plain(
                                        plainAddress,
                                        "managementPoint.plainListen",
                                        settings.mode() == MpMode.HTTPS ? ManagementPoint.httpsOnly(vertx) : clients)
                                .onSuccess(opened -> plain = opened)
                                .mapEmpty())
                .compose(next -> listeners.plain(
                        settings.updatePoint().listen(),
                        "updatePoint.listen",
                        UpdatePoint.router(vertx, made.scenarios(), clock)))
                .onSuccess(server -> updatePoint = server)
                .compose(next -> listeners.plain(settings.siteServer().listen(), "siteServer.listen", made.face(vertx)))
                .onSuccess(server -> siteServer = server)
                .map(next -> {
                    made.addresses(new Site.Addresses(managementPointUrl(), updatePointUrl()));
                    return made;
                });
    }

    private Future<HttpServer> tls(Site made, Router clients) {
        ManagementPointSettings mp = settings.managementPoint();
        if (settings.mode() == MpMode.HTTPS) {
            TlsIdentity identity = mp.identity();
            return listeners.tls(
                    mp.listen(), "managementPoint.listen", identity.certificateFile(), identity.keyFile(), clients);
        }
        return work.run(() -> made.keys().roleCertificate(serverNames()))
                .compose(role -> listeners.tls(
                        mp.listen(), "managementPoint.listen", role.certificateFile(), role.keyFile(), clients));
    }

    private @Nullable Address plainAddress() {
        Address given = settings.managementPoint().plainListen();
        return given == null && settings.mode() == MpMode.EHTTP
                ? new Address(settings.managementPoint().listen().host(), 0)
                : given;
    }

    private List<String> serverNames() {
        return Stream.of(
                        settings.managementPoint().fqdn(),
                        "localhost",
                        "127.0.0.1",
                        host(settings.managementPoint().listen()))
                .distinct()
                .toList();
    }

    /** Hourly: old rows go, and the role certificate is renewed when it nears its end. */
    private void keepUp() {
        upkeep = vertx.setPeriodic(UPKEEP.toMillis(), fired -> upkeepNow()
                .onFailure(failure -> log.atWarn().setCause(failure).log("upkeep failed; the next one is in an hour")));
    }

    private Future<Void> upkeepNow() {
        Site running = running();
        Future<Void> thinned = work.run(() -> {
                    running.thinOut();
                    return "thinned";
                })
                .mapEmpty();
        return settings.mode() == MpMode.EHTTP
                ? thinned.compose(done -> work.run(() -> running.keys().roleCertificate(serverNames())))
                        .compose((RoleCertificate role) -> listeners.renew(role.certificateFile(), role.keyFile()))
                : thinned;
    }

    /** Closes ports, database and threads. */
    public Future<Void> close() {
        vertx.cancelTimer(upkeep);
        return listeners
                .close()
                .eventually(() -> work.run(() -> {
                    SiteDatabase opened = database;
                    if (opened != null) {
                        opened.close();
                    }
                    return "closed";
                }))
                .eventually(work::close);
    }

    /** What the connection point relays to: the port of the mode. */
    public URI managementPointUrl() {
        String scheme = settings.mode() == MpMode.HTTP ? "http" : "https";
        return url(
                scheme,
                host(settings.managementPoint().listen()),
                opened(managementPoint).actualPort());
    }

    /** Plain HTTP for intranet clients; in mode http the same as {@link #managementPointUrl()}. */
    public URI plainManagementPointUrl() {
        HttpServer server = plain;
        return server == null
                ? managementPointUrl()
                : url("http", host(settings.managementPoint().listen()), server.actualPort());
    }

    public URI updatePointUrl() {
        return url(
                "http",
                host(settings.updatePoint().listen()),
                opened(updatePoint).actualPort());
    }

    public URI siteServerUrl() {
        return url(
                "http", host(settings.siteServer().listen()), opened(siteServer).actualPort());
    }

    public int siteServerPort() {
        return opened(siteServer).actualPort();
    }

    /** What callers of the site server face show. */
    public Secret siteSecret() {
        return running().secret();
    }

    public UUID hierarchyId() {
        return running().hierarchyId();
    }

    /** Keys of the site, for tools that issue tokens in-process. */
    public SiteKeys keys() {
        return running().keys();
    }

    /** PEM root that TLS clients of mode ehttp must trust. */
    public Path issuingRootFile() {
        return settings.dataDir().resolve("sms-issuing.pem");
    }

    private Site running() {
        if (site == null) {
            throw new IllegalStateException("the site is not open");
        }
        return site;
    }

    private static HttpServer opened(@Nullable HttpServer server) {
        if (server == null) {
            throw new IllegalStateException("the port is not open");
        }
        return server;
    }

    /** A host that others can dial: a wildcard address is the fqdn to them. */
    private String host(Address listen) {
        boolean wildcard = listen.host().equals("0.0.0.0") || listen.host().equals("::");
        return wildcard ? settings.managementPoint().fqdn() : listen.host();
    }

    private static URI url(String scheme, String host, int port) {
        return URI.create(scheme + "://" + new Address(host, port));
    }
}
