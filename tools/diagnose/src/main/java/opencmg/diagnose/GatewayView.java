package opencmg.diagnose;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import opencmg.client.http.NoResponseException;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;

/**
 * One gateway instance as its admin face shows it.
 *
 * @param admin URL of that face
 * @param silence why it could not be asked; empty when it could
 * @param reason why the instance cannot serve now; empty when it can
 * @param versions site code to version of the configuration that it runs
 * @param connectionPoints ids of those with a connection that is not draining
 */
record GatewayView(
        String admin, String silence, String reason, Map<String, Long> versions, Set<String> connectionPoints) {

    static GatewayView of(Web web, String admin) {
        try {
            JsonObject ready =
                    web.send(WebRequest.get(admin + "/ready")).await().json();
            JsonObject tunnels =
                    web.send(WebRequest.get(admin + "/tunnels")).await().json();
            return new GatewayView(admin, "", ready.getString("reason", ""), versions(tunnels), points(tunnels));
        } catch (NoResponseException e) {
            return new GatewayView(admin, String.valueOf(e.getMessage()), "", Map.of(), Set.of());
        }
    }

    private static Map<String, Long> versions(JsonObject tunnels) {
        Map<String, Long> versions = new LinkedHashMap<>();
        objects(tunnels, "sites")
                .forEach(site -> versions.put(
                        ((JsonObject) site).getString("siteCode", ""),
                        ((JsonObject) site).getLong("configurationVersion", 0L)));
        return versions;
    }

    private static Set<String> points(JsonObject tunnels) {
        Set<String> points = new TreeSet<>();
        for (Object tunnel : objects(tunnels, "tunnels")) {
            JsonObject row = (JsonObject) tunnel;
            if (!row.getBoolean("draining", false) && row.containsKey("connectionPoint")) {
                points.add(row.getString("connectionPoint"));
            }
        }
        return points;
    }

    private static JsonArray objects(JsonObject page, String key) {
        return page.getJsonArray(key, new JsonArray());
    }

    boolean answers() {
        return silence.isEmpty();
    }

    /** An instance that only lacks a connection point does its own part; the check of connection points tells the rest. */
    boolean doesItsPart() {
        return reason.isEmpty() || (!versions.isEmpty() && connectionPoints.isEmpty());
    }
}
