package opencmg.mockmp;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import opencmg.mockmp.database.Database;
import opencmg.mockmp.database.ReadOnlyQueries;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.files.ClientFiles;
import opencmg.mockmp.http.BodyMemory;
import opencmg.mockmp.http.BodyReader;
import opencmg.mockmp.identity.CallerIdentifier;
import opencmg.mockmp.identity.CertificateRequired;
import opencmg.mockmp.location.AuthorityQueries;
import opencmg.mockmp.location.LocationEndpoint;
import opencmg.mockmp.location.SiteFacts;
import opencmg.mockmp.messaging.MessageDispatcher;
import opencmg.mockmp.messaging.MessageEndpoint;
import opencmg.mockmp.messaging.MessageReader;
import opencmg.mockmp.messaging.MessagingEntry;
import opencmg.mockmp.messaging.MessagingHandler;
import opencmg.mockmp.messaging.ReplyWriter;
import opencmg.mockmp.notification.LongPolls;
import opencmg.mockmp.notification.NotificationHandler;
import opencmg.mockmp.policy.PolicyBodies;
import opencmg.mockmp.policy.PolicyEndpoint;
import opencmg.mockmp.policy.SmsMpHandler;
import opencmg.mockmp.registration.ClientIdEndpoint;
import opencmg.mockmp.registration.ClientSignatures;
import opencmg.mockmp.registration.ClientTokenEndpoint;
import opencmg.mockmp.registration.RegistrationEndpoint;
import opencmg.mockmp.reports.ReportEndpoint;
import opencmg.mockmp.scenarios.Scenarios;
import opencmg.mockmp.settings.MockSiteSettings;
import opencmg.mockmp.site.BulkTokenService;
import opencmg.mockmp.site.ConfigurationRoutes;
import opencmg.mockmp.site.DeviceRoutes;
import opencmg.mockmp.site.PolicyRoutes;
import opencmg.mockmp.site.QueryRoutes;
import opencmg.mockmp.site.ReportRoutes;
import opencmg.mockmp.site.ScenarioRoutes;
import opencmg.mockmp.site.SitePublisher;
import opencmg.mockmp.site.SiteServer;
import opencmg.mockmp.site.TokenRoutes;
import opencmg.mockmp.sts.EntraTokens;
import opencmg.mockmp.sts.TokenService;
import opencmg.mockmp.sts.TokenServiceHandler;
import opencmg.mockmp.sts.UserServiceHandler;
import opencmg.mockmp.tokens.TokenIssuer;
import opencmg.mockmp.tokens.TokenVerifier;
import opencmg.mockmp.uploads.BitsUploadHandler;
import opencmg.settings.site.MpMode;

/** Everything of a site but its ports, wired by hand. Made on a worker thread: it opens files and the database. */
final class SiteServices {

    private static final Duration CONFIGURATION_WAIT = Duration.ofSeconds(25);
    private static final Duration NOTIFICATION_WAIT = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final MockSiteSettings settings;
    private final WorkerPool work;
    private final Clock clock;
    private final BodyMemory bodies = BodyMemory.ofThisHeap();
    private final SiteTrust trust;
    private final SiteStores stores;
    private final TokenIssuer issuer;
    private final TokenVerifier verifier;
    private final EntraTokens entra;
    private final CallerIdentifier callers;
    private final ClientSignatures signatures;
    private final SiteConfigurationBuilder configuration;
    private final SitePublisher publisher;
    private final SiteFacts facts;
    private final MessageDispatcher dispatch;
    private final LongPolls polls;
    private final Scenarios scenarios;
    private final ClientFiles clientFiles;

    SiteServices(Vertx vertx, MockSiteSettings settings, Database database, WorkerPool work, Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.work = work;
        this.clock = clock;
        trust = SiteTrust.open(settings, clock);
        stores = SiteStores.open(settings, database, clock);
        issuer = new TokenIssuer(trust.keys()::tokenSigning, trust.hierarchyId(), clock);
        verifier = new TokenVerifier(trust.keys(), trust.hierarchyId(), stores.ledger()::isBlocked, clock);
        entra = new EntraTokens(settings.tenants(), clock);
        callers = new CallerIdentifier(verifier, trust.clientCertificates());
        signatures = new ClientSignatures(stores.devices(), clock);
        configuration = new SiteConfigurationBuilder(settings, trust, stores.ledger());
        publisher = new SitePublisher(vertx, work, stores.state(), configuration, CONFIGURATION_WAIT);
        facts = facts();
        dispatch = new MessageDispatcher(
                new MessageReader(settings.messages()), bodies, new ReplyWriter(facts.fqdn(), clock), endpoints());
        polls = new LongPolls(vertx, NOTIFICATION_WAIT);
        scenarios = new Scenarios(vertx, settings.scenarios());
        clientFiles = ClientFiles.open(settings.clientFiles(), settings.dataDir(), SiteFacts.VERSION);
    }

    private SiteFacts facts() {
        return new SiteFacts(
                settings.siteCode(),
                settings.managementPoint().fqdn(),
                settings.mode(),
                settings.mpRoleId(),
                settings.supRoleId(),
                stores.state()::serviceName,
                () -> configuration.addresses().updatePoint().toString());
    }

    private Map<String, MessageEndpoint> endpoints() {
        boolean credentialNeeded = settings.mode() == MpMode.HTTPS;
        Map<String, MessageEndpoint> endpoints = new TreeMap<>();
        endpoints.put("MP_ClientRegistration", new RegistrationEndpoint(stores.devices(), credentialNeeded, clock));
        endpoints.put("MP_TokenManager", new ClientTokenEndpoint(signatures, issuer, stores.ledger()));
        endpoints.put("MP_ClientIdManager", new ClientIdEndpoint(stores.devices()));
        endpoints.put("MP_LocationManager", new LocationEndpoint(facts));
        endpoints.put(
                "MP_PolicyManager",
                new PolicyEndpoint(
                        stores.policies(),
                        signatures,
                        trust.keys().siteServer(facts.fqdn()),
                        facts.siteCode(),
                        facts.scheme()));
        ReportEndpoint reports = new ReportEndpoint(stores.received(), signatures);
        ReportEndpoint.NAMES.forEach(name -> endpoints.put(name, reports));
        return endpoints;
    }

    /** Routes of the site server face. */
    Router face() {
        BulkTokenService desk = new BulkTokenService(issuer, stores.ledger(), settings.passiveSiteServer());
        return SiteServer.router(
                vertx,
                trust.secret(),
                bodies,
                List.of(
                        new ConfigurationRoutes(publisher, stores.state(), work),
                        new TokenRoutes(desk, stores.ledger(), trust.keys(), publisher, work),
                        new DeviceRoutes(stores.devices(), work),
                        new ReportRoutes(stores.received(), stores.uploads(), polls, work),
                        new PolicyRoutes(stores.policies(), stores.documents(), work),
                        new QueryRoutes(new ReadOnlyQueries(stores.database()), work),
                        new ScenarioRoutes(scenarios)));
    }

    Handler<RoutingContext> messaging(MessagingEntry entry) {
        return new MessagingHandler(entry, dispatch, callers, trust.peers(), work);
    }

    Handler<RoutingContext> tokenService() {
        TokenService service = new TokenService(callers, verifier, entra, issuer, stores.ledger(), stores.devices());
        return new TokenServiceHandler(service, trust.peers(), work);
    }

    Handler<RoutingContext> certificateRequired() {
        return new CertificateRequired(trust.doorCertificates(), work);
    }

    Handler<RoutingContext> smsMp() {
        return new SmsMpHandler(
                new PolicyBodies(stores.policies(), signatures),
                stores.documents(),
                new AuthorityQueries(facts, trust.keys().siteServer(facts.fqdn())),
                callers,
                trust.peers(),
                work);
    }

    Handler<RoutingContext> uploads() {
        return new BitsUploadHandler(stores.uploads(), work, clock);
    }

    Handler<RoutingContext> userService() {
        return new UserServiceHandler(callers, entra, trust.peers(), work);
    }

    Handler<RoutingContext> notifications() {
        return new NotificationHandler(polls);
    }

    BodyMemory bodies() {
        return bodies;
    }

    BodyReader body(int most) {
        return new BodyReader(most, bodies);
    }

    ClientFiles clientFiles() {
        return clientFiles;
    }

    Scenarios scenarios() {
        return scenarios;
    }

    SitePublisher publisher() {
        return publisher;
    }

    SiteConfigurationBuilder configuration() {
        return configuration;
    }

    SiteTrust trust() {
        return trust;
    }

    SiteStores stores() {
        return stores;
    }

    MockSiteSettings settings() {
        return settings;
    }
}
