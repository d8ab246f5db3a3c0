package opencmg.connectionpoint.traffic;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The traffic of one endpoint in a period.
 *
 * @param name of the endpoint, for example {@code CCM_STS}
 * @param role id of the role that publishes it
 * @param targetHost host and port of the upstream
 * @param requests all relayed requests
 * @param withBearerToken how many of them had a bearer token
 * @param peakConcurrent peak of concurrent requests
 * @param requestBytes body bytes to the upstream
 * @param responseBytes body bytes from the upstream
 * @param failed requests without a complete response
 */
public record EndpointTraffic(
        String name,
        String role,
        String targetHost,
        long requests,
        long withBearerToken,
        int peakConcurrent,
        long requestBytes,
        long responseBytes,
        long failed) {

    /** The difference to an earlier snapshot of the same endpoint; the peak is this one's. */
    EndpointTraffic since(@Nullable EndpointTraffic earlier) {
        return earlier == null
                ? this
                : new EndpointTraffic(
                        name,
                        role,
                        targetHost,
                        requests - earlier.requests,
                        withBearerToken - earlier.withBearerToken,
                        peakConcurrent,
                        requestBytes - earlier.requestBytes,
                        responseBytes - earlier.responseBytes,
                        failed - earlier.failed);
    }

    String key() {
        return role + "/" + name;
    }

    /** Under the product's names (protocol.md 1.7). */
    JsonObject toJson(String proxyServer) {
        return new JsonObject()
                .put("Name", name)
                .put("ProxyServer", proxyServer)
                .put("RoleId", role)
                .put("TargetHost", targetHost)
                .put("TotalRequests", requests)
                .put("TotalRequestsWithBearerToken", withBearerToken)
                .put("MaxConcurrentRequests", peakConcurrent)
                .put("TotalRequestBytes", requestBytes)
                .put("TotalResponseBytes", responseBytes)
                .put("FailedRequests", failed);
    }
}
