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
 * A start of the installed agent: its own token where it has no other credential, management points, policies, heartbeat, status, update scan, and the
 * session for notifications. Order and names of the logs are the product's; a line stands there word for word where it is public.
 */
final class AgentStart {

    /** A client renews its token monthly, and only when its service starts (protocol.md 1.10). */
    private static final Duration RENEWAL = Duration.ofDays(30);

    private static final int INSTALLED = 500;
    private static final DateTimeFormatter WMI_TIME = DateTimeFormatter.ofPattern(
                    "yyyyMMddHHmmss.SSS'000+000'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final SetupPlan plan;
    private final CredentialResolver wayIn;
    private final ClientIdentity identity;
    private final LogFolder logs;
    private final Clock clock;

    AgentStart(SetupPlan plan, CredentialResolver wayIn, ClientIdentity identity, LogFolder logs, Clock clock) {
        this.plan = plan;
        this.wayIn = wayIn;
        this.identity = identity;
        this.logs = logs;
        this.clock = clock;
    }

    /**
     * Runs it.
     *
     * @param way by which the client was installed, or came today
     * @param state of a registered client
     * @param version of the client
     */
    void run(MpRoute way, ClientState state, String version) throws IOException {
        ClientState current = state;
        MpSession courier = courier(way);
        if (way.leadsToOwnToken()) {
            ClientToken.Granted own = ownToken(courier, current);
            current = current.holding(own);
            current.write(plan.directory());
            // A registration token opens no more than the registration.
            if (way.kind() == MpRoute.Kind.REGISTRATION_TOKEN) {
                courier = courier(wayIn.byOwn(way.mp(), own));
            }
        }
        managementPoints(courier);
        PolicyAgent policy = new PolicyAgent(logs.component("PolicyAgent", "policyagent.cpp"), clock);
        current = polled(policy, courier, current);
        report(courier, current.clientId(), version);
        new UpdateScan(logs.component("WUAHandler", "wuahandler.cpp")).run(courier, current.clientId(), current.site());
        NotificationAgent notifications =
                new NotificationAgent(courier, logs.component("CcmNotificationAgent", "bgbconnector.cpp"), clock);
        if (notifications.listen(plan.patience().notification())) {
            current = polled(policy, courier, current);
        }
        event(courier, current.clientId());
    }

    private MpSession courier(MpRoute way) {
        CcmHttp http = CcmHttp.agent(way.web(), logs.component("CcmMessaging", "ccmhttpget.cpp"));
        return new MpSession(http, way.mp(), way.token(), plan.computer(), clock);
    }

    private ClientToken.Granted ownToken(MpSession courier, ClientState state) {
        ComponentLog log = logs.component("ClientIDManagerStartup", "regtask.cpp");
        ClientToken.Granted held = state.token();
        if (held != null && clock.instant().isBefore(held.notBefore().plus(RENEWAL))) {
            return held;
        }
        try {
            ClientToken.Granted granted = ClientToken.granted(courier.message(
                    ClientToken.ENDPOINT,
                    state.clientId(),
                    ClientToken.request(),
                    message -> Envelope.signed(message, identity)));
            log.info("[RegTask] - " + (held == null ? "Received" : "Renewed") + " client token " + granted.id()
                    + ", valid until " + granted.expires() + ".");
            return granted;
        } catch (UnreadableReplyException e) {
            throw courier.http().unreadable(e);
        }
    }

    private void managementPoints(MpSession courier) {
        ComponentLog log = logs.component("LocationServices", "lsad.cpp");
        String siteCode = plan.arguments().siteCode();
        WebResponse answer = courier.http().send(courier.ask("GET", "/SMS_MP/.sms_aut?MPLIST2&" + siteCode));
        try {
            Locations.managementPoints(answer.body().toString())
                    .forEach(mp -> log.info(
                            "MP '" + mp.fqdn() + "' of site '" + siteCode + "' has SSL state " + mp.sslState()));
        } catch (UnreadableReplyException e) {
            throw courier.http().unreadable(e);
        }
        logs.component("ClientLocation", "clientlocation.cpp")
                .info("Current management point is " + courier.mp().name() + ", assigned site is " + siteCode);
    }

    private ClientState polled(PolicyAgent policy, MpSession courier, ClientState state) throws IOException {
        ClientState knowing = state.knowing(policy.poll(courier, identity, state, state.site()));
        knowing.write(plan.directory());
        return knowing;
    }

    private void report(MpSession courier, String clientId, String version) {
        Computer computer = courier.computer();
        courier.report(
                Reports.DISCOVERY_ENDPOINT,
                clientId,
                Reports.discovery(clientId, computer.name(), computer.domainName(), version, clock.instant()),
                message -> Envelope.report(message, identity));
        courier.report(
                Reports.STATUS_ENDPOINT,
                clientId,
                Reports.status(clientId, computer.name(), INSTALLED, "Client", clock.instant()),
                message -> Envelope.report(message, identity));
    }

    private void event(MpSession courier, String clientId) {
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
                        courier.mp().host(),
                        ProcessHandle.current().pid(),
                        Thread.currentThread().getId()));
    }
}
