package opencmg.lab.ccmsetup;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import opencmg.certs.Issued;
import opencmg.lab.cmtrace.ComponentLog;
import opencmg.lab.cmtrace.LogFolder;
import opencmg.lab.http.Answer;
import opencmg.lab.http.Web;
import opencmg.lab.http.WebTrust;
import opencmg.lab.messaging.ClientIdentity;
import opencmg.lab.messaging.ClientToken;
import opencmg.lab.messaging.Envelope;
import opencmg.lab.messaging.Locations;
import opencmg.lab.messaging.Reports;
import opencmg.lab.messaging.UnreadableReply;
import org.jspecify.annotations.Nullable;

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

    private final Vertx vertx;
    private final SetupPlan plan;
    private final LogFolder logs;
    private final Clock clock;

    AgentStart(Vertx vertx, SetupPlan plan, LogFolder logs, Clock clock) {
        this.vertx = vertx;
        this.plan = plan;
        this.logs = logs;
        this.clock = clock;
    }

    /** Runs it; the courier has the credential of the installation. */
    void run(Courier courier, ClientIdentity identity, ClientState state, String siteCode, String version)
            throws IOException {
        ClientState current = state;
        @Nullable Web own = null;
        Courier way = courier;
        try {
            if (plan.comesWithSiteToken()) {
                current = current.holding(ownToken(courier, identity, current));
                current.write(plan.directory());
                own = Web.showing(
                        vertx, WebTrust.in(plan.roots()), new Issued(List.of(identity.certificate()), identity.key()));
                way = withAccess(own, courier, current);
            }
            managementPoints(way, siteCode);
            PolicyAgent policy = new PolicyAgent(logs.component("PolicyAgent", "policyagent.cpp"), clock);
            current = current.knowing(policy.poll(way, identity, current, siteCode));
            current.write(plan.directory());
            report(way, identity, current.clientId(), version);
            new UpdateScan(logs.component("WUAHandler", "wuahandler.cpp")).run(way, current.clientId(), siteCode);
            notifications(way);
            event(way, current.clientId());
        } finally {
            if (own != null) {
                own.close().await();
            }
        }
    }

    private ClientToken.Granted ownToken(Courier courier, ClientIdentity identity, ClientState state) {
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
            log.info("[RegTask] - Received client token " + granted.id() + ", valid until " + granted.expires() + ".");
            return granted;
        } catch (UnreadableReply e) {
            throw courier.http().unreadable(e);
        }
    }

    /** The client token is good on connections alone that show the client's own certificate. */
    private Courier withAccess(Web own, Courier courier, ClientState state) {
        ComponentLog log = logs.component("CcmMessaging", "ccmhttpget.cpp");
        CcmHttp http = new CcmHttp(own, "SMS CCM 5.0", log);
        ClientToken.Granted token = state.token();
        return token == null
                ? courier
                : new Courier(
                        http,
                        courier.mp(),
                        new TokenExchange(http, log, clock).ccmToken(courier.mp(), token.token()),
                        courier.computer(),
                        clock);
    }

    private void managementPoints(Courier courier, String siteCode) {
        ComponentLog log = logs.component("LocationServices", "lsad.cpp");
        Answer answer = courier.http().send(courier.ask("GET", "/SMS_MP/.sms_aut?MPLIST2&" + siteCode));
        try {
            Locations.managementPoints(answer.body().toString())
                    .forEach(mp -> log.info(
                            "MP '" + mp.fqdn() + "' of site '" + siteCode + "' has SSL state " + mp.sslState()));
        } catch (UnreadableReply e) {
            throw courier.http().unreadable(e);
        }
        logs.component("ClientLocation", "locationservices.cpp")
                .info("Current internet management point is " + courier.mp().name() + ", assigned site is " + siteCode);
    }

    private void report(Courier courier, ClientIdentity identity, String clientId, String version) {
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

    private void notifications(Courier courier) {
        ComponentLog log = logs.component("CcmNotificationAgent", "bgbconnector.cpp");
        log.info("Signing in over HTTP at " + courier.url("/bgb/handler.ashx"));
        Answer session = courier.http().send(courier.ask("GET", "/bgb/handler.ashx?RequestType=LogIn"));
        log.info("The notification server answered " + session.body());
    }

    private void event(Courier courier, String clientId) {
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
                        courier.mp().service(),
                        ProcessHandle.current().pid(),
                        Thread.currentThread().getId()));
    }
}
