package opencmg.mockmp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import opencmg.mockmp.database.Database;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.keys.SiteKeys;
import opencmg.mockmp.settings.MockSiteSettings;
import opencmg.settings.Secret;
import opencmg.settings.site.MpMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running site: its ports are open and its first configuration is published. */
public final class MockSite {

    private static final Logger log = LoggerFactory.getLogger(MockSite.class);
    private static final Duration UPKEEP = Duration.ofHours(1);
    private static final String MIGRATIONS = "opencmg/mockmp/migration";
    private static final int MAX_PENDING_WORK = 4000;
    private static final int SOON_DAYS = 30;

    private final Vertx vertx;
    private final MockSiteSettings settings;
    private final Clock clock;
    private final WorkerPool work;
    private final SiteListeners ports;
    private @Nullable Database database;
    private @Nullable SiteServices site;
    private long upkeep = -1;
    private boolean closing;
    private Future<Void> closed = Future.succeededFuture();

    private MockSite(Vertx vertx, MockSiteSettings settings, Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.work = new WorkerPool(vertx, "mock-site", Database.CONNECTIONS, MAX_PENDING_WORK);
        this.ports = new SiteListeners(vertx, settings, work);
    }

    /**
     * Starts a site.
     *
     * @return fails with {@link opencmg.settings.InvalidSettingsException} where the settings cannot be used; then nothing stays open
     */
    public static Future<MockSite> start(Vertx vertx, MockSiteSettings settings) {
        return start(vertx, settings, Clock.systemUTC());
    }

    /** The same with a clock of one's own: validity of tokens and certificates follows it. */
    public static Future<MockSite> start(Vertx vertx, MockSiteSettings settings, Clock clock) {
        MockSite starting = new MockSite(vertx, settings, clock);
        return starting.work
                .run(starting::make)
                .compose(starting::open)
                .map(published -> starting)
                .recover(failure -> starting.close().transform(closed -> Future.failedFuture(failure)));
    }

    private SiteServices make() {
        if (settings.mode() == MpMode.HTTPS) {
            // For its clear errors; the listener reads the files again.
            long days = settings.managementPoint().identity().load(clock).daysLeft(clock);
            if (days < SOON_DAYS) {
                log.atWarn().addKeyValue("days", days).log("certificate of the management point expires soon");
            }
        }
        Database opened = Database.open("site", settings.dataDir(), settings.database(), MIGRATIONS);
        database = opened;
        SiteServices made = new SiteServices(vertx, settings, opened, work, clock);
        site = made;
        return made;
    }

    /** Ports first: the configuration tells where they are. */
    private Future<Void> open(SiteServices made) {
        return ports.open(vertx, made, clock).compose(opened -> {
            made.configuration()
                    .addresses(
                            new SiteConfigurationBuilder.Addresses(ports.managementPointUrl(), ports.updatePointUrl()));
            upkeep = vertx.setPeriodic(UPKEEP.toMillis(), fired -> keepUp().onFailure(logged -> {}));
            return made.publisher().publish().mapEmpty();
        });
    }

    /** Old rows go, and the role certificate is renewed when it nears its end. */
    Future<Void> keepUp() {
        SiteServices kept = running();
        return work.run(() -> {
                    kept.stores().deleteExpired();
                    return "thinned";
                })
                .compose(done -> ports.renew(kept))
                .onFailure(failure -> log.atWarn().setCause(failure).log("upkeep failed; the next one is in an hour"));
    }

    /** Closes ports, database and threads; a second call changes nothing. */
    public Future<Void> close() {
        if (!closing) {
            closing = true;
            vertx.cancelTimer(upkeep);
            closed = ports.close()
                    .eventually(() -> work.run(this::closeDatabase))
                    .eventually(work::close);
        }
        return closed;
    }

    private String closeDatabase() {
        Database opened = database;
        if (opened != null) {
            opened.close();
        }
        return "closed";
    }

    /** What the connection point relays to: the port of the mode. */
    public URI managementPointUrl() {
        return ports.managementPointUrl();
    }

    /** Plain HTTP for intranet clients; in mode http the same as {@link #managementPointUrl()}. */
    public URI plainManagementPointUrl() {
        return ports.plainManagementPointUrl();
    }

    public URI updatePointUrl() {
        return ports.updatePointUrl();
    }

    public URI siteServerUrl() {
        return ports.siteServerUrl();
    }

    public int siteServerPort() {
        return siteServerUrl().getPort();
    }

    /** What callers of the site server face show. */
    public Secret siteSecret() {
        return running().trust().secret();
    }

    public UUID hierarchyId() {
        return running().trust().hierarchyId();
    }

    /** Keys of the site, for tools that issue tokens in-process. */
    public SiteKeys keys() {
        return running().trust().keys();
    }

    /** PEM root that TLS clients of mode ehttp must trust. */
    public Path issuingRootFile() {
        return settings.dataDir().resolve("sms-issuing.pem");
    }

    private SiteServices running() {
        if (site == null) {
            throw new IllegalStateException("the site is not open");
        }
        return site;
    }
}
