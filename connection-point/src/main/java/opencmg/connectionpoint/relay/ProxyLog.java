package opencmg.connectionpoint.relay;

import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs an exchange at debug in the words of the product's log (protocol.md 3.7), because people search for them. Queries are left out: they may
 * hold private data. At other levels it costs nothing.
 */
final class ProxyLog {

    private static final Logger log = LoggerFactory.getLogger("opencmg.SMS_Cloud_ProxyConnector");

    private final boolean enabled = log.isDebugEnabled();
    private final @Nullable String id;
    private final RoutingTable.Route route;
    private final long startedAt = enabled ? System.nanoTime() : 0;
    private String responseHead = "";

    ProxyLog(RelayRequest request, RoutingTable.Route route) {
        this.id = request.headers().get(MessageHeaders.REQUEST_ID);
        this.route = route;
    }

    void routed() {
        if (enabled) {
            log.debug(
                    "Switched to internal URL. Replaced '{}' with '{}' and got '{}'",
                    route.prefix(),
                    route.upstream().url(),
                    route.url());
        }
    }

    void forwarding() {
        if (enabled) {
            log.debug("Forwarding proxy message {} to URL: {}", id, route.url());
        }
    }

    void retrying(Throwable cause) {
        if (enabled) {
            log.debug(
                    "Web exception for message {}: {}; it was not processed and is sent once more",
                    id,
                    cause.toString());
        }
    }

    void unwritable(RelayFailure failure) {
        log.atWarn()
                .addKeyValue("request", id)
                .addKeyValue("role", route.roleId())
                .addKeyValue("hop", "connection-point")
                .addKeyValue("reason", failure.detail())
                .log("A request cannot be sent");
    }

    /** What that means for the exchange is logged by {@link #ended}. */
    void connectionFailed(Throwable cause) {
        if (enabled) {
            log.debug("Web exception for message {}: {}", id, cause.toString());
        }
    }

    void received(int status, String phrase) {
        if (enabled) {
            responseHead = "HTTP/1.1 " + status + " " + phrase;
            log.debug("Received response {} for message {}: {}", route.url(), id, responseHead);
        }
    }

    void ended(long bytesSent, long bytesReceived, @Nullable RelayFailure failure) {
        if (!enabled) {
            return;
        }
        if (failure != null) {
            log.debug("Web exception for message {}: {}", id, failure.toString());
        }
        log.debug(
                "MessageID: {} RequestURI: {} EndpointName: {} ResponseHeader: {} RequestBodySize: {} ResponseBodySize: {} ElapsedTime: {} ms",
                id,
                route.url(),
                route.counters().name(),
                responseHead,
                bytesSent,
                bytesReceived,
                (System.nanoTime() - startedAt) / 1_000_000);
    }
}
