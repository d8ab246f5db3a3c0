package opencmg.connectionpoint.traffic;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The traffic counters of a connection point: one row per endpoint, reported every five minutes as the product does. */
public final class TrafficLedger {

    private final String server;
    private final Clock clock;
    private final InFlightSlots slots;
    private final Instant startedAt;
    private final Map<String, EndpointCounters> counters = new ConcurrentHashMap<>();
    private Map<String, EndpointTraffic> countersAtLastReport = Map.of();
    private Instant lastReportAt;
    private TrafficReport lastReport;

    /**
     * A ledger without rows.
     *
     * @param server name in the reports
     * @param slots for the peak over all endpoints
     */
    public TrafficLedger(String server, Clock clock, InFlightSlots slots) {
        this.server = server;
        this.clock = clock;
        this.slots = slots;
        this.startedAt = clock.instant();
        this.lastReportAt = startedAt;
        this.lastReport = new TrafficReport(server, startedAt, startedAt, 0, List.of());
    }

    /** The counters of an endpoint, which continue across configurations. */
    public EndpointCounters endpoint(String role, String name, String targetHost) {
        EndpointCounters row =
                counters.computeIfAbsent(role + "/" + name, key -> new EndpointCounters(name, role, targetHost));
        row.setTargetHost(targetHost);
        return row;
    }

    /**
     * Drops the rows of endpoints that are no longer published.
     *
     * @param published names of the form {@code role/endpoint}
     */
    public void retain(Set<String> published) {
        counters.keySet().retainAll(published);
    }

    /** Ends the current period and reports it. Called by one timer. */
    public synchronized TrafficReport endPeriod() {
        Instant now = clock.instant();
        Map<String, EndpointTraffic> current = new HashMap<>();
        counters.forEach((key, row) -> current.put(key, row.snapshot(true)));
        List<EndpointTraffic> rows = sorted(current.values().stream()
                .map(row -> row.since(countersAtLastReport.get(row.key())))
                .toList());
        lastReport = new TrafficReport(server, lastReportAt, now, slots.peak(true), rows);
        countersAtLastReport = current;
        lastReportAt = now;
        return lastReport;
    }

    /** The last complete period; an empty report before the first. */
    public synchronized TrafficReport lastReport() {
        return lastReport;
    }

    /** All traffic until now; peaks are those of the current period. */
    public TrafficReport sinceStart() {
        List<EndpointTraffic> rows = sorted(
                counters.values().stream().map(row -> row.snapshot(false)).toList());
        return new TrafficReport(server, startedAt, clock.instant(), slots.peak(false), rows);
    }

    private static List<EndpointTraffic> sorted(List<EndpointTraffic> rows) {
        return rows.stream()
                .sorted(Comparator.comparing(EndpointTraffic::role).thenComparing(EndpointTraffic::name))
                .toList();
    }
}
