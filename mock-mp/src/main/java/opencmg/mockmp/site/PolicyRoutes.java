package opencmg.mockmp.site;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.mockmp.policy.ComplianceDocuments;
import opencmg.mockmp.policy.Policies;
import opencmg.mockmp.policy.Policy;
import org.jspecify.annotations.Nullable;

/** Policies and compliance documents to add. */
public final class PolicyRoutes implements Consumer<Router> {

    private static final String SHAPE =
            "{\"id\":\"{GUID}\",\"version\":\"1.00\",\"category\":\"ClientAgentConfig\",\"secret\":false,\"body\":\"<Policy/>\"}";

    private final Policies policies;
    private final ComplianceDocuments documents;
    private final WorkerPool work;

    public PolicyRoutes(Policies policies, ComplianceDocuments documents, WorkerPool work) {
        this.policies = policies;
        this.documents = documents;
        this.work = work;
    }

    @Override
    public void accept(Router router) {
        router.post("/site/policies").handler(this::policy);
        router.post("/site/documents").handler(this::document);
    }

    private void policy(RoutingContext context) {
        JsonObject body = Json.body(context);
        Policy policy = Json.value(
                () -> new Policy(
                        body.getString("id"),
                        body.getString("version"),
                        body.getString("category"),
                        body.getBoolean("secret", false),
                        body.getString("body")),
                SHAPE);
        SmsId device = device(Json.value(() -> body.getString("device"), SHAPE));
        work.run(() -> {
                    policies.assign(policy, device);
                    return policy.id();
                })
                .compose(id -> Json.send(context, new JsonObject().put("assigned", id)))
                .onFailure(context::fail);
    }

    private static @Nullable SmsId device(@Nullable String id) {
        return id == null
                ? null
                : SmsId.parse(id)
                        .orElseThrow(() -> new RequestRefusedException(400, "Bad Request", "device must be GUID:..."));
    }

    private void document(RoutingContext context) {
        JsonObject body = Json.body(context);
        String id = Json.value(() -> body.getString("id", ""), "{\"id\":\"urn:...\",\"body\":\"<Document/>\"}");
        String text = Json.value(() -> body.getString("body", ""), "{\"id\":\"urn:...\",\"body\":\"<Document/>\"}");
        if (!id.matches("[^\\p{Cntrl}]{1,400}") || text.length() > 1_000_000 || text.indexOf('\0') >= 0) {
            throw new RequestRefusedException(
                    400,
                    "Bad Request",
                    "a document has an id of at most 400 characters and a body of at most 1000000, none of them NUL");
        }
        work.run(() -> {
                    documents.put(id, text);
                    return id;
                })
                .compose(done -> Json.send(context, new JsonObject().put("stored", done)))
                .onFailure(context::fail);
    }
}
