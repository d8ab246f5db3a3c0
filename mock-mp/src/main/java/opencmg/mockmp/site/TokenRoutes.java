package opencmg.mockmp.site;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.function.Consumer;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.mockmp.keys.SiteIdentity;
import opencmg.mockmp.keys.SiteKeys;
import opencmg.mockmp.tokens.BulkLifetime;
import opencmg.mockmp.tokens.IssuedToken;
import opencmg.mockmp.tokens.TokenLedger;
import opencmg.mockmp.tokens.TokenRefusedException;

/** Bulk registration tokens, the list of tokens with block and unblock, and renewal of the signing certificate. Every change is published at once. */
public final class TokenRoutes implements Consumer<Router> {

    private final BulkTokenService desk;
    private final TokenLedger ledger;
    private final SiteKeys keys;
    private final SitePublisher publisher;
    private final WorkerPool work;

    public TokenRoutes(
            BulkTokenService desk, TokenLedger ledger, SiteKeys keys, SitePublisher publisher, WorkerPool work) {
        this.desk = desk;
        this.ledger = ledger;
        this.keys = keys;
        this.publisher = publisher;
        this.work = work;
    }

    @Override
    public void accept(Router router) {
        router.get("/site/tokens").handler(this::list);
        router.post("/site/tokens").handler(this::issue);
        router.post("/site/tokens/:id/block").handler(this::block);
        router.post("/site/tokens/:id/unblock").handler(this::unblock);
        router.post("/site/token-signing/renew").handler(this::renew);
        router.delete("/site/token-signing/:x5t").handler(this::drop);
    }

    private void list(RoutingContext context) {
        work.run(ledger::list)
                .compose(entries -> Json.send(
                        context,
                        new JsonObject()
                                .put(
                                        "tokens",
                                        new JsonArray(entries.stream()
                                                .map(TokenRoutes::row)
                                                .toList()))))
                .onFailure(context::fail);
    }

    private static JsonObject row(TokenLedger.Entry entry) {
        return new JsonObject()
                .put("id", entry.id().toString())
                .put("category", entry.category().claim())
                .put("notBefore", entry.notBefore().toString())
                .put("expires", entry.expires().toString())
                .put("device", entry.device().map(Object::toString).orElse(null))
                .put("blockedAt", entry.blockedAt().map(Object::toString).orElse(null))
                .put("blockedBy", entry.blockedBy());
    }

    private void issue(RoutingContext context) {
        JsonObject body = Json.body(context);
        int minutes = Json.value(
                () -> body.getInteger("lifetimeMinutes", BulkLifetime.DEFAULT_MINUTES), "{\"lifetimeMinutes\":4320}");
        work.run(() -> desk.issue(minutes))
                .recover(failure -> failure instanceof TokenRefusedException refused
                        ? Future.failedFuture(
                                new RequestRefusedException(409, "Conflict", String.valueOf(refused.getMessage())))
                        : Future.failedFuture(failure))
                .compose(token -> Json.send(context, issued(token)))
                .onFailure(context::fail);
    }

    private static JsonObject issued(IssuedToken token) {
        return new JsonObject()
                .put("id", token.id().toString())
                .put("notBefore", token.notBefore().toString())
                .put("expires", token.expires().toString())
                .put("token", token.token());
    }

    private void block(RoutingContext context) {
        UUID id = id(context);
        String by = Json.value(() -> Json.body(context).getString("by", "site face"), "{\"by\":\"name\"}");
        work.run(() -> {
                    ledger.block(id, by);
                    return id;
                })
                .compose(done -> publisher.publish())
                .compose(made -> Json.send(context, new JsonObject().put("version", made.version())))
                .onFailure(context::fail);
    }

    private void unblock(RoutingContext context) {
        UUID id = id(context);
        work.run(() -> ledger.unblock(id))
                .compose(was -> was
                        ? publisher.publish()
                        : Future.failedFuture(
                                new RequestRefusedException(404, "Not Found", "no blocked token has that id")))
                .compose(made -> Json.send(context, new JsonObject().put("version", made.version())))
                .onFailure(context::fail);
    }

    private void renew(RoutingContext context) {
        work.run(() -> keys.renewTokenSigning())
                .map(SiteIdentity::x5t)
                .compose(x5t -> publisher.publish().map(x5t))
                .compose(x5t -> Json.send(context, new JsonObject().put("x5t", x5t)))
                .onFailure(context::fail);
    }

    private void drop(RoutingContext context) {
        String x5t = context.pathParam("x5t");
        work.run(() -> keys.dropTokenSigning(x5t))
                .compose(dropped -> dropped
                        ? publisher.publish()
                        : Future.failedFuture(new RequestRefusedException(
                                404, "Not Found", "no older signing certificate has that thumbprint")))
                .compose(made -> Json.send(context, new JsonObject().put("version", made.version())))
                .onFailure(context::fail);
    }

    private static UUID id(RoutingContext context) {
        return SmsId.parse(context.pathParam("id"))
                .orElseThrow(() -> new RequestRefusedException(400, "Bad Request", "the token's id must be a GUID"))
                .value();
    }
}
