package opencmg.gateway.forwarding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import opencmg.tunnel.Tunnel;
import org.jspecify.annotations.Nullable;

/** The tunnels that are up at one moment, by site and connection point. Immutable: a change makes a new table. */
final class TunnelTable {

    static final TunnelTable EMPTY = new TunnelTable(Map.of());

    private final Map<String, List<ConnectionPoint>> sites;

    private TunnelTable(Map<String, List<ConnectionPoint>> sites) {
        this.sites = sites;
    }

    /** A connection point with at least one tunnel. */
    record ConnectionPoint(UUID id, List<Tunnel> tunnels) {

        /** One that lives on the calling event loop where there is one, and among those the one with the least to do; null when none may begin. */
        @Nullable
        Tunnel quietest(@Nullable Tunnel except) {
            Tunnel best = null;
            boolean bestIsHere = false;
            for (Tunnel tunnel : tunnels) {
                if (tunnel == except || !tunnel.isAccepting()) {
                    continue;
                }
                boolean here = tunnel.isOnCurrentLoop();
                if (best == null
                        || (here && !bestIsHere)
                        || (here == bestIsHere && tunnel.inFlight() < best.inFlight())) {
                    best = tunnel;
                    bestIsHere = here;
                }
            }
            return best;
        }
    }

    List<ConnectionPoint> of(String site) {
        return sites.getOrDefault(site, List.of());
    }

    Stream<String> siteCodes() {
        return sites.keySet().stream();
    }

    Stream<Tunnel> tunnels() {
        return sites.values().stream().flatMap(List::stream).flatMap(point -> point.tunnels().stream());
    }

    boolean isEmpty() {
        return sites.isEmpty();
    }

    TunnelTable with(Tunnel tunnel) {
        return of(Stream.concat(tunnels(), Stream.of(tunnel)).toList());
    }

    TunnelTable without(Tunnel gone) {
        return of(tunnels().filter(tunnel -> tunnel != gone).toList());
    }

    private static TunnelTable of(List<Tunnel> tunnels) {
        Map<String, Map<UUID, List<Tunnel>>> sorted = new TreeMap<>();
        for (Tunnel tunnel : tunnels) {
            sorted.computeIfAbsent(tunnel.peer().siteCode(), site -> new TreeMap<>())
                    .computeIfAbsent(tunnel.peer().connectionId(), id -> new ArrayList<>())
                    .add(tunnel);
        }
        Map<String, List<ConnectionPoint>> sites = new TreeMap<>();
        sorted.forEach((site, points) -> sites.put(
                site,
                points.entrySet().stream()
                        .map(point -> new ConnectionPoint(point.getKey(), List.copyOf(point.getValue())))
                        .toList()));
        return new TunnelTable(sites);
    }
}
