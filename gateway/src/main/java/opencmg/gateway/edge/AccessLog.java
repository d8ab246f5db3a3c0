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
 * One line for each exchange that is worth it, and the counters for all. For one event loop. A flood of refusals fills no disk: beyond a number of
 * lines a second the rest is only counted.
 */
final class AccessLog {

    private static final Logger log = LoggerFactory.getLogger("opencmg.gateway.access");
    private static final int LINES_PER_SECOND = 200;
    private static final int LONGEST_PATH = 256;
    private static final long SECOND = 1_000_000_000L;

    /** What others log for a client that went away before its answer. */
    private static final int CLIENT_CLOSED = 499;

    private final Access access;
    private final TrafficMeters meters;
    private long second = System.nanoTime();
    private int lines;
    private int left;

    AccessLog(Access access, TrafficMeters meters) {
        this.access = access;
        this.meters = meters;
    }

    void add(ClientExchange exchange) {
        int status = exchange.gone() ? CLIENT_CLOSED : exchange.http().status();
        String hop = hopOf(exchange, status);
        meters.add(exchange, status, hop);
        boolean wanted = access == Access.ALL || (access == Access.REFUSED && !hop.isEmpty());
        if (wanted && mayWrite()) {
            write(exchange, status, hop);
        }
    }

    /** Who failed; empty when nobody did. */
    private static String hopOf(ClientExchange exchange, int status) {
        Refusal refusal = exchange.refusal();
        if (exchange.gone()) {
            return Hop.CLIENT.text();
        }
        if (refusal != null) {
            return refusal.reason().hop().text();
        }
        return status >= 400 ? Hop.UPSTREAM.text() : "";
    }

    private boolean mayWrite() {
        long now = System.nanoTime();
        if (now - second >= SECOND) {
            if (left > 0) {
                log.atWarn().addKeyValue("left", left).log("Exchanges were left out of the log");
            }
            second = now;
            lines = 0;
            left = 0;
        }
        if (lines++ < LINES_PER_SECOND) {
            return true;
        }
        left++;
        return false;
    }

    private static void write(ClientExchange exchange, int status, String hop) {
        ForwardedExchange forwarded = exchange.forwarded();
        LoggingEventBuilder line = (status >= 500 ? log.atWarn() : log.atInfo())
                .addKeyValue("request", exchange.id())
                .addKeyValue("client", exchange.connection().peer())
                .addKeyValue("method", PrintableText.text(exchange.head().method()))
                .addKeyValue("path", shortened(pathOf(exchange.head().target())))
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
        if (exchange.gone()) {
            return "client_gone";
        }
        return refusal == null ? "answered" : refusal.reason().code() + ": " + refusal.detail();
    }

    private static String pathOf(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private static String shortened(String path) {
        return PrintableText.text(path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH));
    }
}
