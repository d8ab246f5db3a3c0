package opencmg.mockmp.sts;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.http.RequestId;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.mockmp.identity.PresentedCredentials;
import opencmg.mockmp.identity.TrustedPeers;
import opencmg.mockmp.tokens.InvalidTokenException;
import opencmg.mockmp.tokens.IssuedToken;
import opencmg.mockmp.tokens.TokenIssuer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code POST} and {@code GET /CCM_STS} with JSON of RFC 6749 section 5.1. The body of a request is ignored. */
public final class TokenServiceHandler implements Handler<RoutingContext> {

    private static final Logger log = LoggerFactory.getLogger(TokenServiceHandler.class);

    private final TokenService service;
    private final TrustedPeers peers;
    private final WorkerPool work;

    public TokenServiceHandler(TokenService service, TrustedPeers peers, WorkerPool work) {
        this.service = service;
        this.peers = peers;
        this.work = work;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpMethod method = context.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.POST)) {
            context.fail(
                    new RequestRefusedException(405, "Method Not Allowed", "the token service knows GET and POST"));
            return;
        }
        PresentedCredentials presented = PresentedCredentials.of(context.request(), peers);
        work.run(() -> service.exchange(presented))
                .compose(token -> context.response()
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Cache-Control", "no-store")
                        .end(responseBody(token)))
                .recover(failure -> failure instanceof InvalidTokenException invalid
                        ? refuse(context, invalid)
                        : Future.failedFuture(failure))
                .onFailure(context::fail);
    }

    /** Responds by RFC 6750 section 3. The reason goes to the client, because it contains nothing but the id and times of its own token. */
    private static Future<Void> refuse(RoutingContext context, InvalidTokenException invalid) {
        log.atInfo()
                .addKeyValue("request", RequestId.of(context.request()))
                .addKeyValue("reason", invalid.getMessage())
                .log("token refused");
        return context.response()
                .setStatusCode(401)
                .putHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("error", "invalid_token")
                        .put("error_description", invalid.getMessage())
                        .encode());
    }

    private static String responseBody(IssuedToken token) {
        return new JsonObject()
                .put("access_token", token.token())
                .put("token_type", "Bearer")
                .put("expires_in", TokenIssuer.ACCESS_LIFETIME.toSeconds())
                .encode();
    }
}
