package opencmg.mockmp.sts;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import opencmg.mockmp.database.BlockingWork;
import opencmg.mockmp.http.Refused;
import opencmg.mockmp.identity.Arrival;
import opencmg.mockmp.identity.TrustedPeers;
import opencmg.mockmp.tokens.IssuedToken;
import opencmg.mockmp.tokens.TokenIssuer;

/** {@code POST} or {@code GET /CCM_STS}: JSON after RFC 6749 section 5.1. Whatever body comes is not looked at. */
public final class TokenServiceHandler implements Handler<RoutingContext> {

    private final TokenService service;
    private final TrustedPeers peers;
    private final BlockingWork work;

    public TokenServiceHandler(TokenService service, TrustedPeers peers, BlockingWork work) {
        this.service = service;
        this.peers = peers;
        this.work = work;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpMethod method = context.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.POST)) {
            context.fail(new Refused(405, "Method Not Allowed", "the token service knows GET and POST"));
            return;
        }
        Arrival arrival = Arrival.of(context.request(), peers);
        work.run(() -> service.exchange(arrival))
                .compose(token -> context.response()
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Cache-Control", "no-store")
                        .end(answer(token)))
                .onFailure(context::fail);
    }

    private static String answer(IssuedToken token) {
        return new JsonObject()
                .put("access_token", token.token())
                .put("token_type", "Bearer")
                .put("expires_in", TokenIssuer.ACCESS_LIFETIME.toSeconds())
                .encode();
    }
}
