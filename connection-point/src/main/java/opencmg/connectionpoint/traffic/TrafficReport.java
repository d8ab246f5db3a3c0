package opencmg.connectionpoint.traffic;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * The traffic of a period.
 *
 * @param server the reporting connection point
 * @param start of the period
 * @param end of the period
 * @param peakConcurrent peak of concurrent exchanges of all endpoints together
 * @param endpoints one row each
 */
public record TrafficReport(
        String server, Instant start, Instant end, int peakConcurrent, List<EndpointTraffic> endpoints) {

    /** The product's {@code ProxyTrafficStateDetails} as JSON. */
    public JsonObject toJson() {
        JsonArray rows = new JsonArray();
        endpoints.forEach(endpoint -> rows.add(endpoint.toJson(server)));
        return new JsonObject()
                .put("ServerName", server)
                .put("StartTime", start.toString())
                .put("EndTime", end.toString())
                .put("MaxConcurrentRequests", peakConcurrent)
                .put("EndPoints", rows);
    }
}
