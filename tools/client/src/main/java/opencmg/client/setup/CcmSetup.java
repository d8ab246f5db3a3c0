package opencmg.client.setup;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import opencmg.client.message.ClientIdentity;
import opencmg.client.message.Registration;
import opencmg.client.message.SiteInformation;
import opencmg.launch.cmtrace.ComponentLog;
import opencmg.launch.cmtrace.LogFolder;
import opencmg.launch.cmtrace.LogLine;

/** Installs a client, in the order of the real installer. If a client is installed in the directory already, starts that client. */
public final class CcmSetup {

    /** The switches with an effect. Other switches of the product are logged and ignored. */
    private static final Set<String> SUPPORTED_SWITCHES = Set.of("mp", "regtoken", "nocrlcheck", "source");

    private final Vertx vertx;
    private final SetupPlan plan;
    private final Clock clock;
    private final Consumer<LogLine> listener;

    /**
     * Sends nothing; see {@link #run}.
     *
     * @param clock also gives the time zone of the logs
     * @param listener receives every line of every log
     */
    public CcmSetup(Vertx vertx, SetupPlan plan, Clock clock, Consumer<LogLine> listener) {
        this.vertx = vertx;
        this.plan = plan;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Installs the client, registers it and starts its agent.
     *
     * @throws InvalidCommandLineException before anything is sent
     * @throws SetupFailedException if a step fails; names the hop
     */
    public InstalledClient run() throws IOException {
        plan.arguments().validate();
        String siteCode = plan.arguments().siteCode();
        LogFolder logs = new LogFolder(plan.logs(), clock, listener);
        ComponentLog log = logs.component("ccmsetup", "ccmsetup.cpp");
        logCommandLine(log);
        ClientIdentity identity = OwnCertificate.loadOrCreate(plan.directory());
        try (CredentialResolver credentials = new CredentialResolver(vertx, plan, identity, logs, clock)) {
            InstalledClient client = install(credentials, identity, siteCode, logs, log);
            log.info("CcmSetup is exiting with return code 0");
            return client;
        } catch (SetupFailedException e) {
            log.error(e.getMessage() + " (hop: " + e.hop() + ")");
            log.error("CcmSetup failed with error code " + e.code().hex());
            throw e;
        }
    }

    private InstalledClient install(
            CredentialResolver credentials, ClientIdentity identity, String siteCode, LogFolder logs, ComponentLog log)
            throws IOException {
        ManagementPoint mp = new NetworkLocation(plan, logs).findManagementPoint(credentials.plain());
        log.info("CCMSETUP bootstrap from Internet: " + (mp instanceof InternetMp ? 1 : 0));
        Optional<ClientState> known = ClientState.read(plan.directory(), siteCode);
        MpRoute route = credentials.resolve(mp, known.map(ClientState::token));
        // A client whose own token was refused, so that it uses a registration token, must register again.
        Optional<ClientState> valid =
                known.filter(state -> route.kind() != MpRoute.Kind.REGISTRATION_TOKEN || state.token() == null);
        MpSession session = new MpSession(CcmHttp.setup(route.web(), log), mp, route.token(), plan.computer(), clock);
        SiteInformation.Site site = new SiteLookup(log).site(session, siteCode);
        ClientFiles.Fetched fetched = files(session, siteCode, logs, log);
        log.info("Installing version " + site.version() + " of the client in '" + plan.directory() + "'");
        Registered registered = register(route, session, identity, valid, logs);
        new AgentStart(plan, credentials, identity, logs, clock).run(route, registered.state(), site.version());
        return new InstalledClient(
                registered.state().clientId(),
                site.siteCode(),
                site.version(),
                fetched.files().size(),
                fetched.downloaded(),
                registered.line(),
                plan.logs());
    }

    private void logCommandLine(ComponentLog log) {
        log.info("Command line: " + plan.arguments());
        for (String name : plan.arguments().switches().keySet()) {
            if (!SUPPORTED_SWITCHES.contains(name)) {
                log.warning("The switch /" + name + " changes nothing here and is passed over.");
            }
        }
        log.info("SMSMP = " + plan.arguments().property("SMSMP").orElse("") + ", CCMALWAYSINF = "
                + (plan.arguments().alwaysOnInternet() ? 1 : 0));
        log.info(
                plan.arguments().has("nocrlcheck")
                        ? "SSL revocation check is switched off."
                        : "Revocation of the gateway's certificate is not checked by this client.");
    }

    private ClientFiles.Fetched files(MpSession session, String siteCode, LogFolder logs, ComponentLog log)
            throws IOException {
        Files.createDirectories(plan.files());
        String location = new ContentSources(session, log).findSource(ClientFiles.CABINET, siteCode);
        ComponentLog transfers = logs.component("DataTransferService", "dtsjob.cpp");
        Path source = plan.arguments().value("source").map(Path::of).orElse(null);
        return new ClientFiles(
                        session,
                        location,
                        () -> new Transfer(vertx, plan.retryPolicy(), transfers, clock),
                        log,
                        plan.files())
                .fetch(source);
    }

    /** @param line the log line that confirms the registration */
    private record Registered(ClientState state, String line) {}

    private Registered register(
            MpRoute route, MpSession session, ClientIdentity identity, Optional<ClientState> known, LogFolder logs)
            throws IOException {
        CcmHttp http = CcmHttp.agent(route.web(), logs.component("CcmMessaging", "ccmhttpget.cpp"));
        RegTask task = new RegTask(
                vertx,
                session.withHttp(http),
                identity,
                plan.retryPolicy(),
                logs.component("ClientIDManagerStartup", "regtask.cpp"),
                clock);
        if (known.isPresent() && known.get().approved()) {
            return new Registered(
                    known.get(), task.logAlreadyRegistered(known.get().clientId()));
        }
        Registration.Result first = known.isPresent()
                ? task.requestConfirmation(known.get().clientId())
                : task.register(route.kind() == MpRoute.Kind.ENTRA);
        if (first.isPending()) {
            state(first).write(plan.directory());
        }
        Registration.Result result = task.awaitApproval(first);
        String line = task.requireRegistered(result);
        state(result).write(plan.directory());
        return new Registered(state(result), line);
    }

    private ClientState state(Registration.Result result) {
        return ClientState.registered(plan.arguments().siteCode(), result.clientId(), result.isRegistered());
    }
}
