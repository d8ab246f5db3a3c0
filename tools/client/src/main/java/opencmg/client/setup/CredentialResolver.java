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
 * Chooses the credential for the management point. An installed client has its own token and certificate and no longer needs the credential with which
 * it was installed. {@link #close} closes all connections.
 */
final class CredentialResolver implements AutoCloseable {

    private final Vertx vertx;
    private final SetupPlan plan;
    private final ClientIdentity identity;
    private final LogFolder logs;
    private final ComponentLog log;
    private final Clock clock;
    private final Web plain;
    private final List<Web> clients = new ArrayList<>();

    CredentialResolver(Vertx vertx, SetupPlan plan, ClientIdentity identity, LogFolder logs, Clock clock) {
        this.vertx = vertx;
        this.plan = plan;
        this.identity = identity;
        this.logs = logs;
        this.log = logs.component("ccmsetup", "ccmsetup.cpp");
        this.clock = clock;
        this.plain = new Web(
                vertx,
                WebTrust.of(plan.roots()).withCertificate(plan.credentials().certificate()));
        clients.add(plain);
    }

    /** A client with the PKI certificate, if there is one, and no other credential. */
    Web plain() {
        return plain;
    }

    /** @param existing the own token of an installed client */
    MpRoute resolve(ManagementPoint mp, Optional<ClientToken.IssuedToken> existing) {
        if (!(mp instanceof InternetMp gateway)) {
            return new MpRoute(MpRoute.Kind.INTRANET, mp, plain, null);
        }
        Optional<Secret> entra = new AadInfo(plain, plan.arguments(), log)
                .token(gateway, plan.credentials().entraToken());
        if (entra.isPresent()) {
            return exchangeToken(MpRoute.Kind.ENTRA, gateway, plain, entra.get());
        }
        if (plan.credentials().certificate() != null) {
            return new MpRoute(MpRoute.Kind.PKI, gateway, plain, null);
        }
        return existing.isPresent() ? tryOwnToken(gateway, existing.get()) : useRegistrationToken(gateway);
    }

    /** Exchanges a client token that has just been issued; for the agent. */
    MpRoute withOwnToken(ManagementPoint mp, ClientToken.IssuedToken token) {
        ComponentLog messaging = logs.component("CcmMessaging", "ccmhttpget.cpp");
        Web web = webWithOwnCertificate();
        return exchangeToken(MpRoute.Kind.OWN_TOKEN, mp, web, token.token(), CcmHttp.agent(web, messaging), messaging);
    }

    /** A client token is accepted only on a connection with the client's own certificate. */
    private Web webWithOwnCertificate() {
        Web own = Web.withCertificate(
                vertx,
                WebTrust.of(plan.roots()),
                new IssuedCertificate(List.of(identity.certificate()), identity.key()));
        clients.add(own);
        return own;
    }

    private MpRoute tryOwnToken(InternetMp gateway, ClientToken.IssuedToken existing) {
        try {
            return exchangeToken(MpRoute.Kind.OWN_TOKEN, gateway, webWithOwnCertificate(), existing.token());
        } catch (SetupFailedException e) {
            if (!e.isCredentialRefused()) {
                throw e;
            }
            log.warning("The client's own token " + existing.id() + " of " + existing.notBefore() + " is refused.");
            if (plan.arguments().registrationToken().isEmpty()) {
                throw new SetupFailedException(
                        e.hop(),
                        e.code(),
                        e.getMessage()
                                + "; let the client meet a management point inside, or give it a new /regtoken:");
            }
            return useRegistrationToken(gateway);
        }
    }

    private MpRoute useRegistrationToken(InternetMp gateway) {
        Secret token = plan.arguments().registrationToken().orElseThrow(() -> {
            log.error("Failed to get CCM access token and client doesn't have PKI issued cert to use SSL. Error"
                    + " 0x80070002");
            return new SetupFailedException(
                    "client",
                    ErrorCode.NO_TOKEN_AUTH,
                    "there is no credential: give /regtoken:TOKEN, --entra-token FILE or --client-cert FILE");
        });
        return exchangeToken(MpRoute.Kind.REGISTRATION_TOKEN, gateway, plain, token);
    }

    private MpRoute exchangeToken(MpRoute.Kind kind, ManagementPoint mp, Web web, Secret token) {
        return exchangeToken(kind, mp, web, token, CcmHttp.setup(web, log), log);
    }

    private MpRoute exchangeToken(
            MpRoute.Kind kind, ManagementPoint mp, Web web, Secret token, CcmHttp http, ComponentLog exchangeLog) {
        return new MpRoute(kind, mp, web, new TokenExchange(http, exchangeLog, clock).ccmToken(mp, token));
    }

    @Override
    public void close() {
        clients.forEach(web -> web.close().await());
    }
}
