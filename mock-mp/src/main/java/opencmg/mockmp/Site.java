package opencmg.mockmp;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import opencmg.mockmp.database.BlockingWork;
import opencmg.mockmp.database.SelectOnly;
import opencmg.mockmp.database.SiteDatabase;
import opencmg.mockmp.files.ClientFiles;
import opencmg.mockmp.identity.Callers;
import opencmg.mockmp.identity.CertificateRequired;
import opencmg.mockmp.identity.ClientCertificates;
import opencmg.mockmp.identity.TrustedPeers;
import opencmg.mockmp.keys.PemText;
import opencmg.mockmp.keys.SiteKeys;
import opencmg.mockmp.keys.SiteSecret;
import opencmg.mockmp.location.AuthorityQueries;
import opencmg.mockmp.location.LocationEndpoint;
import opencmg.mockmp.location.SiteFacts;
import opencmg.mockmp.messaging.Dispatch;
import opencmg.mockmp.messaging.Entry;
import opencmg.mockmp.messaging.MessageEndpoint;
import opencmg.mockmp.messaging.MessageReader;
import opencmg.mockmp.messaging.MessagingHandler;
import opencmg.mockmp.messaging.ReplyWriter;
import opencmg.mockmp.notification.LongPolls;
import opencmg.mockmp.notification.NotificationHandler;
import opencmg.mockmp.policy.Documents;
import opencmg.mockmp.policy.Policies;
import opencmg.mockmp.policy.PolicyBodies;
import opencmg.mockmp.policy.PolicyEndpoint;
import opencmg.mockmp.policy.SmsMpHandler;
import opencmg.mockmp.registration.ClientIdEndpoint;
import opencmg.mockmp.registration.ClientSignatures;
import opencmg.mockmp.registration.ClientTokenEndpoint;
import opencmg.mockmp.registration.Devices;
import opencmg.mockmp.registration.RegistrationEndpoint;
import opencmg.mockmp.reports.ReceivedMessages;
import opencmg.mockmp.reports.ReportEndpoint;
import opencmg.mockmp.scenarios.Scenarios;
import opencmg.mockmp.site.BulkDesk;
import opencmg.mockmp.site.ConfigurationRoutes;
import opencmg.mockmp.site.DeviceRoutes;
import opencmg.mockmp.site.PolicyRoutes;
import opencmg.mockmp.site.PublishedRoles;
import opencmg.mockmp.site.QueryRoutes;
import opencmg.mockmp.site.ScenarioRoutes;
import opencmg.mockmp.site.SiteFace;
import opencmg.mockmp.site.SitePublisher;
import opencmg.mockmp.site.SiteState;
import opencmg.mockmp.site.TokenRoutes;
import opencmg.mockmp.sts.EntraTokens;
import opencmg.mockmp.sts.TokenService;
import opencmg.mockmp.sts.TokenServiceHandler;
import opencmg.mockmp.tokens.TokenIssuer;
import opencmg.mockmp.tokens.TokenLedger;
import opencmg.mockmp.tokens.TokenVerifier;
import opencmg.settings.PemFiles;
import opencmg.settings.Secret;
import opencmg.settings.site.ClientTrust;
import opencmg.settings.site.MpMode;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.TokenTrust;

/** Everything of a site but its ports, wired by hand. Made on a worker thread: it opens files and the database. */
final class Site {

    private static final int MOST_WAITING_WORK = 4000;
    private static final Duration CONFIGURATION_WAIT = Duration.ofSeconds(25);
    private static final Duration NOTIFICATION_WAIT = Duration.ofSeconds(60);

    private final MockSiteSettings settings;
    private final SiteKeys keys;
    private final UUID hierarchyId;
    private final Secret secret;
    private final SiteDatabase database;
    private final BlockingWork work;
    private final SiteState state;
    private final TokenLedger ledger;
    private final TokenIssuer issuer;
    private final Devices devices;
    private final ReceivedMessages received;
    private final Policies policies;
    private final Documents documents;
    private final TrustedPeers peers;
    private final Callers callers;
    private final TokenVerifier verifier;
    private final Dispatch dispatch;
    private final SmsMpHandler smsMp;
    private final LongPolls polls;
    private final Scenarios scenarios;
    private final ClientFiles clientFiles;
    private final SitePublisher publisher;
    private final Clock clock;
    private final List<X509Certificate> roots;
    private final List<X509Certificate> intermediates;
    private volatile Addresses addresses =
            new Addresses(URI.create("http://127.0.0.1"), URI.create("http://127.0.0.1"));

    /** Where the two roles are reached inside, known once their ports are open. */
    record Addresses(URI managementPoint, URI updatePoint) {}

    Site(Vertx vertx, MockSiteSettings settings, SiteDatabase database, BlockingWork work, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.database = database;
        this.work = work;
        ManagementPointSettings mp = settings.managementPoint();
        Path dataDir = settings.dataDir();
        keys = SiteKeys.open(dataDir, clock);
        UUID given = settings.hierarchyId();
        hierarchyId = given == null ? keys.hierarchyId() : given;
        Path secretFile = settings.siteServer().secretFile();
        secret = SiteSecret.open(secretFile == null ? dataDir.resolve("site.secret") : secretFile);
        roots = certificates(settings.clients().rootFiles());
        intermediates = certificates(settings.clients().intermediateFiles());
        String serviceName = settings.serviceName();
        state = SiteState.open(
                database, serviceName == null ? "" : serviceName, mp.fqdn(), settings.mpRoleId(), settings.supRoleId());
        ledger = TokenLedger.open(database, clock);
        issuer = new TokenIssuer(keys::tokenSigning, hierarchyId, clock);
        verifier = new TokenVerifier(keys, hierarchyId, ledger::isBlocked, clock);
        devices = new Devices(database);
        received = new ReceivedMessages(database, clock);
        policies = Policies.open(database);
        documents = new Documents(database);
        peers = TrustedPeers.of(
                mp.trustedPeers(),
                mp.connectionPointFile() == null ? List.of() : PemFiles.certificates(mp.connectionPointFile()));
        callers = new Callers(verifier, new ClientCertificates(roots, intermediates, clock));
        ClientSignatures signatures = new ClientSignatures(devices, clock);
        SiteFacts facts = facts(settings);
        dispatch = new Dispatch(
                new MessageReader(settings.messages()),
                new ReplyWriter(mp.fqdn(), clock),
                endpoints(signatures, facts));
        smsMp = new SmsMpHandler(
                new PolicyBodies(policies, signatures),
                documents,
                new AuthorityQueries(facts, keys.siteServer()),
                callers,
                peers,
                work);
        polls = new LongPolls(vertx, NOTIFICATION_WAIT);
        scenarios = new Scenarios(vertx, settings.scenarios());
        clientFiles = ClientFiles.open(settings.clientFiles(), dataDir, SiteFacts.VERSION);
        publisher = new SitePublisher(vertx, work, state, this::configuration, CONFIGURATION_WAIT);
    }

    private SiteFacts facts(MockSiteSettings settings) {
        return new SiteFacts(
                settings.siteCode(),
                settings.managementPoint().fqdn(),
                settings.mode(),
                settings.mpRoleId(),
                settings.supRoleId(),
                state::serviceName,
                () -> addresses.updatePoint().toString());
    }

    private Map<String, MessageEndpoint> endpoints(ClientSignatures signatures, SiteFacts facts) {
        Map<String, MessageEndpoint> endpoints = new TreeMap<>();
        endpoints.put(
                "MP_ClientRegistration", new RegistrationEndpoint(devices, settings.mode() == MpMode.HTTPS, clock));
        endpoints.put("MP_TokenManager", new ClientTokenEndpoint(signatures, issuer, ledger));
        endpoints.put("MP_ClientIdManager", new ClientIdEndpoint(devices));
        endpoints.put("MP_LocationManager", new LocationEndpoint(facts));
        endpoints.put(
                "MP_PolicyManager",
                new PolicyEndpoint(policies, signatures, keys.siteServer(), facts.siteCode(), facts.scheme()));
        ReportEndpoint reports = new ReportEndpoint(received, signatures);
        ReportEndpoint.NAMES.forEach(name -> endpoints.put(name, reports));
        return endpoints;
    }

    private static List<X509Certificate> certificates(Collection<Path> files) {
        return files.stream()
                .flatMap(file -> PemFiles.certificates(file).stream())
                .toList();
    }

    private SiteConfiguration configuration(long version) {
        return new SiteConfiguration(
                version,
                settings.siteCode(),
                hierarchyId,
                List.of(
                        PublishedRoles.managementPoint(
                                settings.mpRoleId(),
                                settings.managementPoint().fqdn(),
                                settings.mode(),
                                addresses.managementPoint()),
                        PublishedRoles.updatePoint(
                                settings.supRoleId(), settings.managementPoint().fqdn(), addresses.updatePoint())),
                new TokenTrust(
                        TokenIssuer.issuerOf(hierarchyId),
                        "urn:sccm:service",
                        keys.tokenCertificates().stream().map(PemText::of).toList(),
                        ledger.blocked()),
                new ClientTrust(
                        roots.stream().map(PemText::of).toList(),
                        intermediates.stream().map(PemText::of).toList(),
                        settings.clients().verifyRevocation()),
                settings.tenants());
    }

    Router face(Vertx vertx) {
        return SiteFace.router(
                vertx,
                secret,
                List.of(
                        new ConfigurationRoutes(publisher, state, work),
                        new TokenRoutes(
                                new BulkDesk(issuer, ledger, settings.passiveSiteServer()),
                                ledger,
                                keys,
                                publisher,
                                work),
                        new DeviceRoutes(devices, received, polls, work),
                        new PolicyRoutes(policies, documents, work),
                        new QueryRoutes(new SelectOnly(database), work),
                        new ScenarioRoutes(scenarios)));
    }

    /** Removes what is too old. */
    void thinOut() {
        ledger.thinOut();
        received.thinOut();
    }

    void addresses(Addresses known) {
        addresses = known;
    }

    Addresses addresses() {
        return addresses;
    }

    MessagingHandler messaging(Entry entry) {
        return new MessagingHandler(entry, dispatch, callers, peers, work);
    }

    TokenServiceHandler tokenService() {
        TokenService service = new TokenService(
                callers, verifier, new EntraTokens(settings.tenants(), clock), issuer, ledger, devices);
        return new TokenServiceHandler(service, peers, work);
    }

    CertificateRequired certificateRequired() {
        Path trust = settings.managementPoint().clientTrustFile();
        List<X509Certificate> trusted = trust == null ? roots : PemFiles.certificates(trust);
        return new CertificateRequired(new ClientCertificates(trusted, intermediates, clock), work);
    }

    SmsMpHandler smsMp() {
        return smsMp;
    }

    NotificationHandler notifications() {
        return new NotificationHandler(polls);
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

    SiteKeys keys() {
        return keys;
    }

    Secret secret() {
        return secret;
    }

    UUID hierarchyId() {
        return hierarchyId;
    }

    SiteState state() {
        return state;
    }

    MockSiteSettings settings() {
        return settings;
    }

    static BlockingWork work(Vertx vertx) {
        return new BlockingWork(vertx, SiteDatabase.CONNECTIONS, MOST_WAITING_WORK);
    }
}
