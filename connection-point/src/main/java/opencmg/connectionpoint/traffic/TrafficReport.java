package opencmg.connectionpoint.traffic;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * What went through between two moments.
 *
 * @param server who reports
 * @param start of the time
 * @param end of the time
 * @param mostConcurrent exchanges at one moment, all endpoints together
 * @param endpoints one row each
 */
public record TrafficReport(
        String server, Instant start, Instant end, int mostConcurrent, List<EndpointTraffic> endpoints) {

    /** Shaped as the product's {@code ProxyTrafficStateDetails}, in JSON. */
    public JsonObject toJson() {
        JsonArray rows = new JsonArray();
        endpoints.forEach(endpoint -> rows.add(endpoint.toJson(server)));
        return new JsonObject()
                .put("ServerName", server)
                .put("StartTime", start.toString())
                .put("EndTime", end.toString())
                .put("MaxConcurrentRequests", mostConcurrent)
                .put("EndPoints", rows);
    }
}
