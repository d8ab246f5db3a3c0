package opencmg.connectionpoint.traffic;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The books of a connection point: one row per endpoint, closed every five minutes as the product does. */
public final class TrafficLedger {

    private final String server;
    private final Clock clock;
    private final InFlightSlots slots;
    private final Instant started;
    private final Map<String, EndpointCounters> counters = new ConcurrentHashMap<>();
    private Map<String, EndpointTraffic> atLastReport = Map.of();
    private Instant lastReportAt;
    private TrafficReport lastReport;

    /**
     * Opens the books.
     *
     * @param server name in the reports
     * @param slots knows how many were in flight over all endpoints
     */
    public TrafficLedger(String server, Clock clock, InFlightSlots slots) {
        this.server = server;
        this.clock = clock;
        this.slots = slots;
        this.started = clock.instant();
        this.lastReportAt = started;
        this.lastReport = new TrafficReport(server, started, started, 0, List.of());
    }

    /** The counters of an endpoint; they go on when a new configuration still has it. */
    public EndpointCounters endpoint(String role, String name, String targetHost) {
        EndpointCounters row =
                counters.computeIfAbsent(role + "/" + name, key -> new EndpointCounters(name, role, targetHost));
        row.pointsTo(targetHost);
        return row;
    }

    /** Drops the rows of endpoints that are not published any more, named {@code role/endpoint}. */
    public void retain(Set<String> published) {
        counters.keySet().retainAll(published);
    }

    /** Closes the books of the last five minutes. Called by one timer. */
    public synchronized TrafficReport close() {
        Instant now = clock.instant();
        Map<String, EndpointTraffic> current = new HashMap<>();
        counters.forEach((key, row) -> current.put(key, row.snapshot(true)));
        List<EndpointTraffic> rows = inOrder(current.values().stream()
                .map(row -> row.since(atLastReport.get(row.key())))
                .toList());
        lastReport = new TrafficReport(server, lastReportAt, now, slots.most(true), rows);
        atLastReport = current;
        lastReportAt = now;
        return lastReport;
    }

    /** The last five minutes that are closed; before the first, an empty one. */
    public synchronized TrafficReport lastReport() {
        return lastReport;
    }

    /** Everything until now; high-water marks are those of the current five minutes. */
    public TrafficReport sinceStart() {
        List<EndpointTraffic> rows = inOrder(
                counters.values().stream().map(row -> row.snapshot(false)).toList());
        return new TrafficReport(server, started, clock.instant(), slots.most(false), rows);
    }

    private static List<EndpointTraffic> inOrder(List<EndpointTraffic> rows) {
        return rows.stream()
                .sorted(Comparator.comparing(EndpointTraffic::role).thenComparing(EndpointTraffic::name))
                .toList();
    }
}
