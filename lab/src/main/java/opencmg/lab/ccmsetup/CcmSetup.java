package opencmg.lab.ccmsetup;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import opencmg.lab.cmtrace.ComponentLog;
import opencmg.lab.cmtrace.LogFolder;
import opencmg.lab.cmtrace.LogLine;
import opencmg.lab.http.Web;
import opencmg.lab.http.WebTrust;
import opencmg.lab.messaging.ClientIdentity;
import opencmg.lab.messaging.SiteInformation;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;

/** The installation from beginning to end, in the order of the real one. */
public final class CcmSetup {

    /** What changes something here; other switches of the product are told and passed over. */
    private static final Set<String> KNOWN = Set.of("mp", "regtoken", "nocrlcheck", "source");

    private final Vertx vertx;
    private final SetupPlan plan;
    private final Clock clock;
    private final Consumer<LogLine> listener;

    /**
     * Nothing happens yet.
     *
     * @param clock its zone is that of the logs
     * @param listener hears every line of every log
     */
    public CcmSetup(Vertx vertx, SetupPlan plan, Clock clock, Consumer<LogLine> listener) {
        this.vertx = vertx;
        this.plan = plan;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Installs and registers.
     *
     * @throws BadCommandLine before anything was sent
     * @throws SetupFailed when a step failed, with the hop
     */
    public Installed run() throws IOException {
        InternetMp mp = plan.arguments().internetMp();
        String siteCode = plan.arguments().siteCode();
        LogFolder logs = new LogFolder(plan.logs(), clock, listener);
        Web web = new Web(vertx, WebTrust.in(plan.roots()).showing(plan.certificate()));
        try {
            return install(mp, siteCode, web, logs);
        } finally {
            web.close().await();
        }
    }

    private Installed install(InternetMp mp, String siteCode, Web web, LogFolder logs) throws IOException {
        ComponentLog log = logs.component("ccmsetup", "ccmsetup.cpp");
        introduce(log);
        CcmHttp http = new CcmHttp(web, "ccmsetup", log);
        Courier courier = new Courier(http, mp, ccmToken(http, mp, log), plan.computer(), clock);
        SiteInformation.Site site = new SiteLookup(log).site(courier, siteCode);
        ClientFiles.Fetched fetched = files(courier, logs, log);
        log.info("Installing version " + site.version() + " of the client in '" + plan.directory() + "'");
        ClientIdentity identity = OwnCertificate.in(plan.directory());
        Courier agent = courier.over(new CcmHttp(web, "SMS CCM 5.0", logs.component("CcmMessaging", "ccmhttpget.cpp")));
        String line = register(mp, agent, identity, logs);
        String clientId = line.replaceAll(".*(GUID:[0-9A-Fa-f-]+).*", "$1");
        ClientState state = ClientState.in(plan.directory(), mp.name())
                .filter(known -> known.clientId().equals(clientId))
                .orElseGet(() -> new ClientState(mp.name(), clientId, null, ""));
        state.write(plan.directory());
        new AgentStart(vertx, plan, logs, clock).run(agent, identity, state, siteCode, site.version());
        log.info("CcmSetup is exiting with return code 0");
        return new Installed(
                clientId,
                site.siteCode(),
                site.version(),
                fetched.files().size(),
                fetched.downloaded(),
                line,
                plan.logs());
    }

    private void introduce(ComponentLog log) {
        log.info("Command line: " + plan.arguments());
        for (String name : plan.arguments().switches().keySet()) {
            if (!KNOWN.contains(name)) {
                log.warning("The switch /" + name + " changes nothing here and is passed over.");
            }
        }
        log.info("CCMSETUP bootstrap from Internet: 1");
        log.info("SMSMP = " + plan.arguments().property("SMSMP").orElse("") + ", CCMALWAYSINF = "
                + (plan.arguments().alwaysOnInternet() ? 1 : 0));
        log.info(
                plan.arguments().has("nocrlcheck")
                        ? "SSL revocation check is switched off."
                        : "Revocation of the gateway's certificate is not checked by this client.");
    }

    private @Nullable Secret ccmToken(CcmHttp http, InternetMp mp, ComponentLog log) {
        Secret shown = plan.tokenToExchange();
        if (shown != null) {
            return new TokenExchange(http, log, clock).ccmToken(mp, shown);
        }
        if (plan.certificate() == null) {
            log.error("Failed to get CCM access token and client doesn't have PKI issued cert to use SSL. Error"
                    + " 0x80070002");
            throw new SetupFailed(
                    "client",
                    ErrorCode.NO_TOKEN_AUTH,
                    "there is no credential: give /regtoken:TOKEN, --entra-token FILE or --client-cert FILE");
        }
        return null;
    }

    private ClientFiles.Fetched files(Courier courier, LogFolder logs, ComponentLog log) throws IOException {
        log.info("Searching for DP locations from MP(s)...");
        Files.createDirectories(plan.files());
        TransferJobs jobs = new TransferJobs(logs.component("DataTransferService", "dtsjob.cpp"), clock);
        Path source = plan.arguments().value("source").map(Path::of).orElse(null);
        return new ClientFiles(courier, jobs, log, plan.files()).fetch(source);
    }

    private String register(InternetMp mp, Courier courier, ClientIdentity identity, LogFolder logs)
            throws IOException {
        ComponentLog location = logs.component("LocationServices", "lsadcache.cpp");
        location.info("Rotating internet management point, new management point [1] is: https://" + mp.name()
                + " (0) with capabilities: <Capabilities SchemaVersion =\"1.0\"><Property Name=\"SSL\""
                + " Version=\"1\" /></Capabilities>");
        RegTask task = new RegTask(logs.component("ClientIDManagerStartup", "regtask.cpp"), clock);
        Optional<ClientState> known = ClientState.in(plan.directory(), mp.name());
        return known.isPresent() ? task.isRegistered(known.get().clientId()) : task.register(courier, identity);
    }
}
