package opencmg.gateway.edge;

import opencmg.gateway.admission.Admitted;
import opencmg.gateway.edge.LogSettings.Access;
import opencmg.gateway.forwarding.ForwardedExchange;
import opencmg.gateway.refusal.Hop;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs one line for each exchange that the settings select and counts all exchanges. For one event loop. A flood of refusals must not fill the disk:
 * above a number of lines per second the rest is only counted.
 */
final class AccessLog {

    private static final Logger log = LoggerFactory.getLogger("opencmg.gateway.access");
    private static final int MAX_LINES_PER_SECOND = 200;
    private static final int MAX_PATH = 256;
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** The status that other servers log for a client that closed before its response. */
    private static final int CLIENT_CLOSED_REQUEST = 499;

    private final Access access;
    private final TrafficMeters meters;
    private long secondStart = System.nanoTime();
    private int lines;
    private int dropped;

    AccessLog(Access access, TrafficMeters meters) {
        this.access = access;
        this.meters = meters;
    }

    void add(ClientExchange exchange) {
        int status = exchange.isClientGone()
                ? CLIENT_CLOSED_REQUEST
                : exchange.http().status();
        String hop = failedHop(exchange, status);
        meters.add(exchange, status, hop);
        boolean selected = access == Access.ALL || (access == Access.REFUSED && !hop.isEmpty());
        if (selected && isWithinRate()) {
            write(exchange, status, hop);
        }
    }

    /** Empty when nothing failed. */
    private static String failedHop(ClientExchange exchange, int status) {
        Refusal refusal = exchange.refusal();
        if (exchange.isClientGone()) {
            return Hop.CLIENT.text();
        }
        if (refusal != null) {
            return refusal.reason().hop().text();
        }
        return status >= 400 ? Hop.UPSTREAM.text() : "";
    }

    private boolean isWithinRate() {
        long now = System.nanoTime();
        if (now - secondStart >= SECOND_NANOS) {
            if (dropped > 0) {
                log.atWarn().addKeyValue("left", dropped).log("Exchanges were left out of the log");
            }
            secondStart = now;
            lines = 0;
            dropped = 0;
        }
        if (lines++ < MAX_LINES_PER_SECOND) {
            return true;
        }
        dropped++;
        return false;
    }

    private static void write(ClientExchange exchange, int status, String hop) {
        ForwardedExchange forwarded = exchange.forwarded();
        LoggingEventBuilder line = (status >= 500 ? log.atWarn() : log.atInfo())
                .addKeyValue("request", exchange.id())
                .addKeyValue("client", exchange.connection().peer())
                .addKeyValue("method", PrintableText.text(exchange.head().method()))
                .addKeyValue("path", loggablePath(exchange.head().target()))
                .addKeyValue("status", status);
        if (forwarded != null) {
            Admitted admitted = forwarded.admitted();
            line = line.addKeyValue("site", admitted.siteCode())
                    .addKeyValue("role", admitted.role().id())
                    .addKeyValue("endpoint", admitted.endpoint().name())
                    .addKeyValue("way", admitted.authMethod().text());
        }
        if (!hop.isEmpty()) {
            line = line.addKeyValue("hop", hop).addKeyValue("reason", reasonOf(exchange));
        }
        line.addKeyValue("in", exchange.bytesIn())
                .addKeyValue("out", exchange.bytesOut())
                .addKeyValue("millis", exchange.nanos() / 1_000_000)
                .log("exchange");
    }

    private static String reasonOf(ClientExchange exchange) {
        Refusal refusal = exchange.refusal();
        if (exchange.isClientGone()) {
            return "client_gone";
        }
        return refusal == null ? "answered" : refusal.reason().code() + ": " + refusal.detail();
    }

    /** Without the query, which may hold private data. */
    private static String loggablePath(String target) {
        int query = target.indexOf('?');
        int end = Math.min(query < 0 ? target.length() : query, MAX_PATH);
        return PrintableText.text(target.substring(0, end));
    }
}
