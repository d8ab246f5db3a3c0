package opencmg.mockmp.site;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.mockmp.scenarios.Scenario;
import opencmg.mockmp.scenarios.Scenarios;

/** The scenarios in force: {@code GET}, and {@code PUT} of the whole list. */
public final class ScenarioRoutes implements Consumer<Router> {

    private static final String SHAPE =
            "{\"scenarios\":[{\"name\":\"slow-sts\",\"path\":\"/CCM_STS\",\"fault\":\"SLOW\",\"millis\":2000,\"times\":0}]}";

    private final Scenarios scenarios;

    public ScenarioRoutes(Scenarios scenarios) {
        this.scenarios = scenarios;
    }

    @Override
    public void accept(Router router) {
        router.get("/site/scenarios").handler(this::list);
        router.put("/site/scenarios").handler(this::replace);
    }

    private void list(RoutingContext context) {
        Json.send(
                        context,
                        new JsonObject()
                                .put(
                                        "scenarios",
                                        new JsonArray(scenarios.list().stream()
                                                .map(ScenarioRoutes::row)
                                                .toList())))
                .onFailure(context::fail);
    }

    private void replace(RoutingContext context) {
        JsonObject body = Json.body(context);
        List<Scenario> wanted = Json.value(
                () -> body.getJsonArray("scenarios", new JsonArray()).stream()
                        .map(JsonObject.class::cast)
                        .map(ScenarioRoutes::scenario)
                        .toList(),
                SHAPE);
        if (wanted.size() > Scenarios.MAX_SCENARIOS) {
            throw new RequestRefusedException(
                    400, "Bad Request", "more than " + Scenarios.MAX_SCENARIOS + " scenarios");
        }
        scenarios.replace(wanted);
        list(context);
    }

    private static Scenario scenario(JsonObject json) {
        return new Scenario(
                json.getString("name"),
                json.getString("path", "/"),
                json.getString("role", ""),
                Scenario.Fault.valueOf(json.getString("fault", "").toUpperCase(Locale.ROOT)),
                json.getInteger("millis", 0),
                json.getInteger("times", 0));
    }

    private static JsonObject row(Scenario scenario) {
        return new JsonObject()
                .put("name", scenario.name())
                .put("path", scenario.path())
                .put("role", scenario.role())
                .put("fault", scenario.fault().name())
                .put("millis", scenario.millis())
                .put("times", scenario.times());
    }
}
