package opencmg.client.setup;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import opencmg.certs.IssuedCertificate;
import opencmg.client.http.Web;
import opencmg.client.http.WebTrust;
import opencmg.client.message.ClientIdentity;
import opencmg.client.message.ClientToken;
import opencmg.launch.cmtrace.ComponentLog;
import opencmg.launch.cmtrace.LogFolder;
import opencmg.settings.Secret;

/**
 * Finds the credential that opens the way to the management point. An installed client has its own token and certificate and needs no credential of the
 * installation any more. Closes all connections that it opened.
 */
final class CredentialResolver implements AutoCloseable {

    private final Vertx vertx;
    private final SetupPlan plan;
    private final ClientIdentity identity;
    private final LogFolder logs;
    private final ComponentLog log;
    private final Clock clock;
    private final Web plain;
    private final List<Web> opened = new ArrayList<>();

    CredentialResolver(Vertx vertx, SetupPlan plan, ClientIdentity identity, LogFolder logs, Clock clock) {
        this.vertx = vertx;
        this.plan = plan;
        this.identity = identity;
        this.logs = logs;
        this.log = logs.component("ccmsetup", "ccmsetup.cpp");
        this.clock = clock;
        this.plain =
                new Web(vertx, WebTrust.in(plan.roots()).showing(plan.shown().certificate()));
        opened.add(plain);
    }

    /** Connections that show the PKI certificate if there is one, and nothing else. */
    Web plain() {
        return plain;
    }

    /** @param held the token of an installed client */
    MpRoute to(ManagementPoint mp, Optional<ClientToken.Granted> held) {
        if (!(mp instanceof InternetMp gateway)) {
            return new MpRoute(MpRoute.Kind.INTRANET, mp, plain, null);
        }
        Optional<Secret> entra = new AadInfo(plain, plan.arguments(), log)
                .token(gateway, plan.shown().entraToken());
        if (entra.isPresent()) {
            return exchanged(MpRoute.Kind.ENTRA, gateway, plain, entra.get());
        }
        if (plan.shown().certificate() != null) {
            return new MpRoute(MpRoute.Kind.PKI, gateway, plain, null);
        }
        return held.isPresent() ? byOwnToken(gateway, held.get()) : byRegistrationToken(gateway);
    }

    /** For the agent of a client that has just got its own token. */
    MpRoute byOwn(ManagementPoint mp, ClientToken.Granted token) {
        ComponentLog messaging = logs.component("CcmMessaging", "ccmhttpget.cpp");
        Web web = showingOwn();
        return exchanged(MpRoute.Kind.OWN_TOKEN, mp, web, token.token(), CcmHttp.agent(web, messaging), messaging);
    }

    /** A client token is good on connections alone that show the client's own certificate. */
    private Web showingOwn() {
        Web own = Web.showing(
                vertx,
                WebTrust.in(plan.roots()),
                new IssuedCertificate(List.of(identity.certificate()), identity.key()));
        opened.add(own);
        return own;
    }

    private MpRoute byOwnToken(InternetMp gateway, ClientToken.Granted held) {
        try {
            return exchanged(MpRoute.Kind.OWN_TOKEN, gateway, showingOwn(), held.token());
        } catch (SetupFailedException e) {
            if (!e.refusedCredential()) {
                throw e;
            }
            log.warning("The client's own token " + held.id() + " of " + held.notBefore() + " is refused.");
            if (plan.arguments().registrationToken().isEmpty()) {
                throw new SetupFailedException(
                        e.hop(),
                        e.code(),
                        e.getMessage()
                                + "; let the client meet a management point inside, or give it a new /regtoken:");
            }
            return byRegistrationToken(gateway);
        }
    }

    private MpRoute byRegistrationToken(InternetMp gateway) {
        Secret token = plan.arguments().registrationToken().orElseThrow(() -> {
            log.error("Failed to get CCM access token and client doesn't have PKI issued cert to use SSL. Error"
                    + " 0x80070002");
            return new SetupFailedException(
                    "client",
                    ErrorCode.NO_TOKEN_AUTH,
                    "there is no credential: give /regtoken:TOKEN, --entra-token FILE or --client-cert FILE");
        });
        return exchanged(MpRoute.Kind.REGISTRATION_TOKEN, gateway, plain, token);
    }

    private MpRoute exchanged(MpRoute.Kind kind, ManagementPoint mp, Web web, Secret shown) {
        return exchanged(kind, mp, web, shown, CcmHttp.setup(web, log), log);
    }

    private MpRoute exchanged(
            MpRoute.Kind kind, ManagementPoint mp, Web web, Secret shown, CcmHttp http, ComponentLog where) {
        return new MpRoute(kind, mp, web, new TokenExchange(http, where, clock).ccmToken(mp, shown));
    }

    @Override
    public void close() {
        opened.forEach(web -> web.close().await());
    }
}
