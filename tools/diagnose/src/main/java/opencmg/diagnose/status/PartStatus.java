package opencmg.diagnose.status;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import opencmg.client.http.NoResponseException;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;

/**
 * What one gateway or connection point tells of itself.
 *
 * @param face URL of its admin face
 * @param notReady why it is not ready; empty when it is
 * @param status its {@code /status}; empty when it did not answer
 * @param tunnels the rows of its {@code /tunnels}
 * @param lost the tunnels that went last, as a gateway tells them
 */
public record PartStatus(
        String face, String notReady, JsonObject status, List<JsonObject> tunnels, List<JsonObject> lost) {

    private static final int PATIENCE_SECONDS = 10;

    public static PartStatus of(String face, Web web) {
        try {
            WebResponse ready = get(face + "/ready", web);
            Object page = decoded(get(face + "/tunnels", web));
            return new PartStatus(
                    face,
                    ready.ok() ? "" : reason(ready),
                    get(face + "/status", web).json(),
                    page instanceof JsonArray rows ? objects(rows) : objects((JsonObject) page, "tunnels"),
                    page instanceof JsonObject gateway ? objects(gateway, "lost") : List.of());
        } catch (NoResponseException e) {
            return new PartStatus(face, "no answer: " + e.getMessage(), new JsonObject(), List.of(), List.of());
        }
    }

    public boolean ready() {
        return notReady.isEmpty();
    }

    boolean isGateway() {
        return status.containsKey("edge");
    }

    public JsonObject json() {
        return new JsonObject()
                .put("face", face)
                .put("ready", ready())
                .put("reason", notReady)
                .put("status", status)
                .put("tunnels", new JsonArray(tunnels))
                .put("lost", new JsonArray(lost));
    }

    private static WebResponse get(String url, Web web) {
        return web.send(WebRequest.get(url).timeout(PATIENCE_SECONDS)).await();
    }

    private static String reason(WebResponse answer) {
        JsonObject json = answer.json();
        return json.getString("missing", json.getString("reason", answer.summary()));
    }

    private static Object decoded(WebResponse answer) {
        try {
            return answer.ok() ? Json.decodeValue(answer.body()) : new JsonObject();
        } catch (DecodeException e) {
            return new JsonObject();
        }
    }

    private static List<JsonObject> objects(JsonObject page, String key) {
        return objects(page.getJsonArray(key, new JsonArray()));
    }

    private static List<JsonObject> objects(JsonArray rows) {
        return rows.stream().map(JsonObject.class::cast).toList();
    }
}
