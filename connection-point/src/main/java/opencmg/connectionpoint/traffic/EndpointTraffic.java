package opencmg.connectionpoint.traffic;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What went through one endpoint in some time.
 *
 * @param name of the endpoint, for example {@code CCM_STS}
 * @param role id of the role that publishes it
 * @param targetHost host and port inside
 * @param requests all that were relayed
 * @param withBearerToken those among them that came with one
 * @param mostConcurrent most at one moment
 * @param requestBytes body bytes towards the target
 * @param responseBytes body bytes back
 * @param failed those that got no whole answer
 */
public record EndpointTraffic(
        String name,
        String role,
        String targetHost,
        long requests,
        long withBearerToken,
        int mostConcurrent,
        long requestBytes,
        long responseBytes,
        long failed) {

    /** What came since an earlier snapshot of the same endpoint; the high-water mark is this one's. */
    EndpointTraffic since(@Nullable EndpointTraffic earlier) {
        return earlier == null
                ? this
                : new EndpointTraffic(
                        name,
                        role,
                        targetHost,
                        requests - earlier.requests,
                        withBearerToken - earlier.withBearerToken,
                        mostConcurrent,
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
                .put("MaxConcurrentRequests", mostConcurrent)
                .put("TotalRequestBytes", requestBytes)
                .put("TotalResponseBytes", responseBytes)
                .put("FailedRequests", failed);
    }
}
