package opencmg.client.setup;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import opencmg.client.http.WebResponse;
import opencmg.client.message.ClientIdentity;
import opencmg.client.message.ClientToken;
import opencmg.client.message.Envelope;
import opencmg.client.message.Locations;
import opencmg.client.message.Reports;
import opencmg.client.message.UnreadableReplyException;
import opencmg.launch.cmtrace.ComponentLog;
import opencmg.launch.cmtrace.LogFolder;

/**
 * A start of the installed agent: gets its own token if it has no other credential, then management points, policies, heartbeat, status, update scan and
 * notifications. The order and the names of the logs are the product's. Lines are the product's where they are public.
 */
final class AgentStart {

    /** A client renews its token monthly, and only when its service starts (protocol.md 1.10). */
    private static final Duration RENEWAL_INTERVAL = Duration.ofDays(30);

    private static final int INSTALLED_STATUS = 500;
    private static final DateTimeFormatter WMI_TIME = DateTimeFormatter.ofPattern(
                    "yyyyMMddHHmmss.SSS'000+000'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final SetupPlan plan;
    private final CredentialResolver credentials;
    private final ClientIdentity identity;
    private final LogFolder logs;
    private final Clock clock;

    AgentStart(SetupPlan plan, CredentialResolver credentials, ClientIdentity identity, LogFolder logs, Clock clock) {
        this.plan = plan;
        this.credentials = credentials;
        this.identity = identity;
        this.logs = logs;
        this.clock = clock;
    }

    /**
     * Performs the start.
     *
     * @param route how this run reached the management point
     * @param state of the registered client
     * @param version of the client
     */
    void run(MpRoute route, ClientState state, String version) throws IOException {
        ClientState current = state;
        MpSession session = session(route);
        if (route.usesOwnToken()) {
            ClientToken.IssuedToken own = ownToken(session, current);
            current = current.withToken(own);
            current.write(plan.directory());
            // A registration token permits nothing but the registration.
            if (route.kind() == MpRoute.Kind.REGISTRATION_TOKEN) {
                session = session(credentials.withOwnToken(route.mp(), own));
            }
        }
        managementPoints(session);
        PolicyAgent policy = new PolicyAgent(logs.component("PolicyAgent", "policyagent.cpp"), clock);
        current = pollPolicies(policy, session, current);
        report(session, current.clientId(), version);
        new UpdateScan(logs.component("WUAHandler", "wuahandler.cpp")).run(session, current.clientId(), current.site());
        NotificationAgent notifications =
                new NotificationAgent(session, logs.component("CcmNotificationAgent", "bgbconnector.cpp"), clock);
        if (notifications.listen(plan.retryPolicy().notification())) {
            current = pollPolicies(policy, session, current);
        }
        raiseStatusEvent(session, current.clientId());
    }

    private MpSession session(MpRoute route) {
        CcmHttp http = CcmHttp.agent(route.web(), logs.component("CcmMessaging", "ccmhttpget.cpp"));
        return new MpSession(http, route.mp(), route.token(), plan.computer(), clock);
    }

    private ClientToken.IssuedToken ownToken(MpSession session, ClientState state) {
        ComponentLog log = logs.component("ClientIDManagerStartup", "regtask.cpp");
        ClientToken.IssuedToken existing = state.token();
        if (existing != null && clock.instant().isBefore(existing.notBefore().plus(RENEWAL_INTERVAL))) {
            return existing;
        }
        try {
            ClientToken.IssuedToken granted = ClientToken.parse(session.message(
                    ClientToken.ENDPOINT,
                    state.clientId(),
                    ClientToken.request(),
                    message -> Envelope.packSigned(message, identity)));
            log.info("[RegTask] - " + (existing == null ? "Received" : "Renewed") + " client token " + granted.id()
                    + ", valid until " + granted.expires() + ".");
            return granted;
        } catch (UnreadableReplyException e) {
            throw session.http().unreadable(e);
        }
    }

    private void managementPoints(MpSession session) {
        ComponentLog log = logs.component("LocationServices", "lsad.cpp");
        String siteCode = plan.arguments().siteCode();
        WebResponse response = session.http().send(session.request("GET", "/SMS_MP/.sms_aut?MPLIST2&" + siteCode));
        try {
            Locations.parseManagementPoints(response.body().toString())
                    .forEach(mp -> log.info(
                            "MP '" + mp.fqdn() + "' of site '" + siteCode + "' has SSL state " + mp.sslState()));
        } catch (UnreadableReplyException e) {
            throw session.http().unreadable(e);
        }
        logs.component("ClientLocation", "clientlocation.cpp")
                .info("Current management point is " + session.mp().name() + ", assigned site is " + siteCode);
    }

    private ClientState pollPolicies(PolicyAgent policy, MpSession session, ClientState state) throws IOException {
        ClientState withPolicyCookie = state.withPolicyCookie(policy.poll(session, identity, state, state.site()));
        withPolicyCookie.write(plan.directory());
        return withPolicyCookie;
    }

    private void report(MpSession session, String clientId, String version) {
        Computer computer = session.computer();
        session.report(
                Reports.DISCOVERY_ENDPOINT,
                clientId,
                Reports.discovery(clientId, computer.name(), computer.domainName(), version, clock.instant()),
                message -> Envelope.packReport(message, identity));
        session.report(
                Reports.STATUS_ENDPOINT,
                clientId,
                Reports.status(clientId, computer.name(), INSTALLED_STATUS, "Client", clock.instant()),
                message -> Envelope.packReport(message, identity));
    }

    private void raiseStatusEvent(MpSession session, String clientId) {
        logs.component("CcmMessaging", "ccmhttperror.cpp").info("""
                        Raising event:
                        instance of CCM_CcmHttp_Status
                        {
                        	ClientID = "%s";
                        	DateTime = "%s";
                        	HostName = "%s";
                        	HRESULT = "0x00000000";
                        	ProcessID = %d;
                        	StatusCode = 0;
                        	ThreadID = %d;
                        };
                        """.formatted(
                        clientId,
                        WMI_TIME.format(clock.instant()),
                        session.mp().host(),
                        ProcessHandle.current().pid(),
                        Thread.currentThread().getId()));
    }
}
