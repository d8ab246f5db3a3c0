package opencmg.connectionpoint.relay;

import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exchange in the words of the product's log (protocol.md 3.7), at debug: people search for them. Queries are left out, they may name
 * what is private. At other levels it costs nothing.
 */
final class ProxyLog {

    private static final Logger log = LoggerFactory.getLogger("opencmg.SMS_Cloud_ProxyConnector");

    private final boolean on = log.isDebugEnabled();
    private final @Nullable String id;
    private final Route route;
    private final long began = on ? System.nanoTime() : 0;
    private String head = "";

    ProxyLog(RelayRequest request, Route route) {
        this.id = request.headers().get(MessageHeaders.REQUEST_ID);
        this.route = route;
    }

    void switched() {
        if (on) {
            log.debug(
                    "Switched to internal URL. Replaced '{}' with '{}' and got '{}'",
                    route.prefix(),
                    route.upstream().url(),
                    route.url());
        }
    }

    void forwarding() {
        if (on) {
            log.debug("Forwarding proxy message {} to URL: {}", id, route.url());
        }
    }

    void again(Throwable cause) {
        if (on) {
            log.debug(
                    "Web exception for message {}: {}; it was not processed and is sent once more",
                    id,
                    cause.toString());
        }
    }

    void unsendable(RelayFailure failure) {
        log.atWarn()
                .addKeyValue("request", id)
                .addKeyValue("role", route.roleId())
                .addKeyValue("hop", "connection-point")
                .addKeyValue("reason", failure.detail())
                .log("A request cannot be sent");
    }

    /** Of the connection, on its way down; what it means for the exchange is told by {@link #done}. */
    void exception(Throwable cause) {
        if (on) {
            log.debug("Web exception for message {}: {}", id, cause.toString());
        }
    }

    void received(int status, String phrase) {
        if (on) {
            head = "HTTP/1.1 " + status + " " + phrase;
            log.debug("Received response {} for message {}: {}", route.url(), id, head);
        }
    }

    void done(long sent, long received, @Nullable RelayFailure failure) {
        if (!on) {
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
                head,
                sent,
                received,
                (System.nanoTime() - began) / 1_000_000);
    }
}
