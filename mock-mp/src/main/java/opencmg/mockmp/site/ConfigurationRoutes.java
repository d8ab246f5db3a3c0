package opencmg.mockmp.site;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.http.BodyReader;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.settings.site.SiteDocument;

/** The site configuration for connection points, "synchronize configuration", and the gateway's name. */
public final class ConfigurationRoutes implements Consumer<Router> {

    private final SitePublisher publisher;
    private final SiteState state;
    private final WorkerPool work;

    public ConfigurationRoutes(SitePublisher publisher, SiteState state, WorkerPool work) {
        this.publisher = publisher;
        this.state = state;
        this.work = work;
    }

    @Override
    public void accept(Router router) {
        router.get("/site/configuration").handler(this::configuration);
        router.post("/site/synchronize").handler(this::synchronize);
        router.put("/site/service-name").handler(this::serviceName);
    }

    private void configuration(RoutingContext context) {
        String after = context.request().getParam("after", "0");
        if (!after.matches("[0-9]{1,18}")) {
            context.fail(new RequestRefusedException(400, "Bad Request", "after is no version, for example after=0"));
            return;
        }
        publisher
                .after(Long.parseLong(after))
                .compose(found -> found.isEmpty()
                        ? context.response().setStatusCode(304).end()
                        : context.response()
                                .putHeader("Content-Type", "application/json")
                                .end(Buffer.buffer(SiteDocument.toJson(found.get()))))
                .onFailure(context::fail);
    }

    private void synchronize(RoutingContext context) {
        publisher
                .publish()
                .compose(made -> Json.send(context, new JsonObject().put("version", made.version())))
                .onFailure(context::fail);
    }

    private void serviceName(RoutingContext context) {
        String name = BodyReader.text(context).strip();
        if (!name.matches("[A-Za-z0-9._-]{1,253}(:[0-9]{1,5})?")) {
            context.fail(new RequestRefusedException(
                    400, "Bad Request", "the body must be name[:port], for example cmg.corp.example:8443"));
            return;
        }
        work.run(() -> {
                    state.serviceName(name);
                    return name;
                })
                .compose(set -> Json.send(context, new JsonObject().put("serviceName", set)))
                .onFailure(context::fail);
    }
}
