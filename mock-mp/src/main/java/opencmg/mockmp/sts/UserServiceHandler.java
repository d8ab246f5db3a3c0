package opencmg.mockmp.sts;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.mockmp.identity.CallerIdentifier;
import opencmg.mockmp.identity.PresentedCredentials;
import opencmg.mockmp.identity.TrustedPeers;
import opencmg.mockmp.tokens.EntraIdentity;
import opencmg.mockmp.tokens.InvalidTokenException;

/**
 * Serves {@code /CMUserService}, where users look up their applications. Only its name is public, so the reply is our own form: there are none. It requires
 * what counts as a user at the gateway too (docs/authentication.md): an access token of type UDA, or an Entra token.
 */
public final class UserServiceHandler implements Handler<RoutingContext> {

    private final CallerIdentifier callers;
    private final EntraTokens entra;
    private final TrustedPeers peers;
    private final WorkerPool work;

    public UserServiceHandler(CallerIdentifier callers, EntraTokens entra, TrustedPeers peers, WorkerPool work) {
        this.callers = callers;
        this.entra = entra;
        this.peers = peers;
        this.work = work;
    }

    @Override
    public void handle(RoutingContext context) {
        PresentedCredentials presented = PresentedCredentials.of(context.request(), peers);
        work.run(() -> isUser(presented))
                .compose(user -> user
                        ? context.response()
                                .putHeader("Content-Type", "text/xml; charset=utf-8")
                                .end("<UserServiceReply SchemaVersion=\"1.00\"><Applications/></UserServiceReply>")
                        : Future.failedFuture(new RequestRefusedException(401, "Unauthorized", "no token of a user")))
                .onFailure(context::fail);
    }

    private boolean isUser(PresentedCredentials presented) {
        boolean bySiteToken = callers.identify(presented)
                .token()
                .flatMap(token -> token.entra())
                .filter(EntraIdentity::user)
                .isPresent();
        return bySiteToken || presented.bearer().filter(this::isEntraToken).isPresent();
    }

    private boolean isEntraToken(String bearer) {
        try {
            return !entra.verify(bearer).tenantId().isEmpty();
        } catch (InvalidTokenException e) {
            return false;
        }
    }
}
