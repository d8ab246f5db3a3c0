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

/** The installation from beginning to end, in the order of the real one. In a directory where a client is installed already it starts that one. */
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
     * Installs, registers and starts.
     *
     * @throws InvalidCommandLineException before anything was sent
     * @throws SetupFailedException when a step failed, with the hop
     */
    public InstalledClient run() throws IOException {
        plan.arguments().mustBeComplete();
        String siteCode = plan.arguments().siteCode();
        LogFolder logs = new LogFolder(plan.logs(), clock, listener);
        ComponentLog log = logs.component("ccmsetup", "ccmsetup.cpp");
        introduce(log);
        ClientIdentity identity = OwnCertificate.in(plan.directory());
        try (CredentialResolver wayIn = new CredentialResolver(vertx, plan, identity, logs, clock)) {
            InstalledClient client = install(wayIn, identity, siteCode, logs, log);
            log.info("CcmSetup is exiting with return code 0");
            return client;
        } catch (SetupFailedException e) {
            log.error(e.getMessage() + " (hop: " + e.hop() + ")");
            log.error("CcmSetup failed with error code " + e.code().hex());
            throw e;
        }
    }

    private InstalledClient install(
            CredentialResolver wayIn, ClientIdentity identity, String siteCode, LogFolder logs, ComponentLog log)
            throws IOException {
        ManagementPoint mp = new NetworkLocation(plan, logs).find(wayIn.plain());
        log.info("CCMSETUP bootstrap from Internet: " + (mp instanceof InternetMp ? 1 : 0));
        Optional<ClientState> known = ClientState.in(plan.directory(), siteCode);
        MpRoute way = wayIn.to(mp, known.map(ClientState::token));
        // One that comes with a registration token although it had a token of its own has lost its registration.
        Optional<ClientState> still =
                known.filter(state -> way.kind() != MpRoute.Kind.REGISTRATION_TOKEN || state.token() == null);
        MpSession courier = new MpSession(CcmHttp.setup(way.web(), log), mp, way.token(), plan.computer(), clock);
        SiteInformation.Site site = new SiteLookup(log).site(courier, siteCode);
        ClientFiles.Fetched fetched = files(courier, siteCode, logs, log);
        log.info("Installing version " + site.version() + " of the client in '" + plan.directory() + "'");
        Registered registered = register(way, courier, identity, still, logs);
        new AgentStart(plan, wayIn, identity, logs, clock).run(way, registered.state(), site.version());
        return new InstalledClient(
                registered.state().clientId(),
                site.siteCode(),
                site.version(),
                fetched.files().size(),
                fetched.downloaded(),
                registered.line(),
                plan.logs());
    }

    private void introduce(ComponentLog log) {
        log.info("Command line: " + plan.arguments());
        for (String name : plan.arguments().switches().keySet()) {
            if (!KNOWN.contains(name)) {
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

    private ClientFiles.Fetched files(MpSession courier, String siteCode, LogFolder logs, ComponentLog log)
            throws IOException {
        Files.createDirectories(plan.files());
        String location = new ContentSources(courier, log).holding(ClientFiles.CABINET, siteCode);
        ComponentLog transfers = logs.component("DataTransferService", "dtsjob.cpp");
        Path source = plan.arguments().value("source").map(Path::of).orElse(null);
        return new ClientFiles(
                        courier,
                        location,
                        () -> new Transfer(vertx, plan.patience(), transfers, clock),
                        log,
                        plan.files())
                .fetch(source);
    }

    /** A client with the line that says that it is one. */
    private record Registered(ClientState state, String line) {}

    private Registered register(
            MpRoute way, MpSession courier, ClientIdentity identity, Optional<ClientState> known, LogFolder logs)
            throws IOException {
        CcmHttp http = CcmHttp.agent(way.web(), logs.component("CcmMessaging", "ccmhttpget.cpp"));
        RegTask task = new RegTask(
                vertx,
                courier.over(http),
                identity,
                plan.patience(),
                logs.component("ClientIDManagerStartup", "regtask.cpp"),
                clock);
        if (known.isPresent() && known.get().approved()) {
            return new Registered(known.get(), task.isRegistered(known.get().clientId()));
        }
        Registration.Verdict first = known.isPresent()
                ? task.confirmation(known.get().clientId())
                : task.register(way.kind() == MpRoute.Kind.ENTRA);
        if (first.pending()) {
            state(first).write(plan.directory());
        }
        Registration.Verdict verdict = task.confirmed(first);
        String line = task.line(verdict);
        state(verdict).write(plan.directory());
        return new Registered(state(verdict), line);
    }

    private ClientState state(Registration.Verdict verdict) {
        return ClientState.registered(plan.arguments().siteCode(), verdict.clientId(), verdict.registered());
    }
}
