package opencmg.gateway.forwarding;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.tunnel.Hello;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelListener;
import opencmg.tunnel.TunnelStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tunnels of all event loops that may carry requests now, and which of them a request takes. Any thread: the table of tunnels is immutable and replaced
 * at each change.
 */
public final class Tunnels implements TunnelListener {

    private static final Logger log = LoggerFactory.getLogger(Tunnels.class);
    private static final int MAX_LOST = 16;

    private final SiteBinding siteBinding;
    private final SiteUpdates siteUpdates;
    private final Deque<LostTunnel> lost = new ArrayDeque<>();
    private volatile Table table = Table.of(List.of());
    private volatile boolean draining;

    public Tunnels(SiteBinding siteBinding, SiteUpdates siteUpdates) {
        this.siteBinding = siteBinding;
        this.siteUpdates = siteUpdates;
    }

    /**
     * A tunnel that carries no new requests any more, for operators.
     *
     * @param id as in the log
     * @param peer address and port of the connection point
     * @param connectionPoint its connection id
     * @param siteCode its site
     * @param at when it went down
     * @param reason lost, drained or replaced, and why
     */
    public record LostTunnel(
            String id, String peer, UUID connectionPoint, String siteCode, Instant at, String reason) {}

    // ------------------------------------------------------------------ routing

    /**
     * Picks a tunnel of the site. Its connection points take turns, as in the product (protocol.md 1.1); among the tunnels of one connection point see
     * {@link ConnectionPoint#leastBusy}.
     *
     * @param turn counts the caller's requests, and may overflow. Each event loop counts its own: with many requests the sum is fair, and the loops share
     *     nothing
     * @param failed the tunnel of the previous attempt, null at the first. Then another connection point is preferred: when one dies, all its tunnels
     *     die, one after the other
     * @throws Refusal NO_CONNECTION_POINT or OVER_LIMIT
     */
    Tunnel select(String site, int turn, @Nullable Tunnel failed) {
        List<ConnectionPoint> points = table.connectionPoints(site);
        Tunnel ofSamePoint = null;
        for (int i = 0; i < points.size(); i++) {
            ConnectionPoint point = points.get((Math.floorMod(turn, points.size()) + i) % points.size());
            Tunnel tunnel = point.leastBusy(failed);
            if (tunnel == null) {
                continue;
            }
            if (failed == null || !point.id().equals(failed.peer().connectionId())) {
                return tunnel;
            }
            ofSamePoint = tunnel;
        }
        if (ofSamePoint == null) {
            throw noTunnel(site, points.size());
        }
        return ofSamePoint;
    }

    private static Refusal noTunnel(String site, int points) {
        return points == 0
                ? new Refusal(
                        RefusalReason.NO_CONNECTION_POINT, "no connection point of site " + site + " is connected")
                : new Refusal(
                        RefusalReason.OVER_LIMIT,
                        "all " + points + " connection points of site " + site + " are at their limit or drain");
    }

    /** A connection point with at least one tunnel. */
    private record ConnectionPoint(UUID id, List<Tunnel> tunnels) {

        /** The least busy tunnel of the calling event loop, otherwise the least busy of the others; null when none accepts requests. */
        @Nullable
        Tunnel leastBusy(@Nullable Tunnel except) {
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

    /** The tunnels that are up, by site code and connection point. */
    private record Table(Map<String, List<ConnectionPoint>> bySite) {

        static Table of(List<Tunnel> tunnels) {
            Map<String, Map<UUID, List<Tunnel>>> sorted = new TreeMap<>();
            for (Tunnel tunnel : tunnels) {
                sorted.computeIfAbsent(tunnel.peer().siteCode(), site -> new TreeMap<>())
                        .computeIfAbsent(tunnel.peer().connectionId(), id -> new ArrayList<>())
                        .add(tunnel);
            }
            Map<String, List<ConnectionPoint>> bySite = new TreeMap<>();
            sorted.forEach((site, points) -> bySite.put(
                    site,
                    points.entrySet().stream()
                            .map(point -> new ConnectionPoint(point.getKey(), List.copyOf(point.getValue())))
                            .toList()));
            return new Table(bySite);
        }

        List<ConnectionPoint> connectionPoints(String site) {
            return bySite.getOrDefault(site, List.of());
        }

        Stream<Tunnel> tunnels() {
            return bySite.values().stream().flatMap(List::stream).flatMap(point -> point.tunnels().stream());
        }

        Table with(Tunnel tunnel) {
            return of(Stream.concat(tunnels(), Stream.of(tunnel)).toList());
        }

        Table without(Tunnel gone) {
            return of(tunnels().filter(tunnel -> tunnel != gone).toList());
        }
    }

    // ------------------------------------------------------------------ status

    public boolean isAnyUp() {
        return !table.bySite().isEmpty();
    }

    public List<String> siteCodes() {
        return List.copyOf(table.bySite().keySet());
    }

    public List<TunnelStatus> status() {
        return table.tunnels().map(Tunnel::status).toList();
    }

    /** The last {@value #MAX_LOST} that went down, newest first. */
    public synchronized List<LostTunnel> lost() {
        return List.copyOf(lost);
    }

    /** From now on a lost tunnel is expected and logged as information. */
    public void startDraining() {
        draining = true;
    }

    // ------------------------------------------------------------------ events of tunnels

    /**
     * Refuses a connection point whose certificate is not for its site, a connection of an earlier start of the same connection point that arrives late,
     * and a second process with the same id.
     */
    @Override
    public String reasonToRefuse(Hello hello, Set<String> certifiedSites) {
        String wrongSite = siteBinding.reasonToRefuse(hello, certifiedSites);
        return wrongSite.isEmpty() ? reasonOfEpoch(hello) : wrongSite;
    }

    private String reasonOfEpoch(Hello hello) {
        return table.tunnels()
                .map(Tunnel::peer)
                .filter(other -> replaces(other, hello))
                .findAny()
                .map(newer -> "connection point " + hello.connectionId()
                        + " is here already and started later (epoch " + newer.epoch() + ", this one has "
                        + hello.epoch()
                        + "): does another process run with the same id, or was the clock of this one set back?")
                .orElse("");
    }

    @Override
    public void onUp(Tunnel tunnel) {
        List<Tunnel> outdated;
        synchronized (this) {
            table = table.with(tunnel);
            outdated = table.tunnels().filter(this::isOutdated).toList();
        }
        outdated.forEach(old -> old.retire("the connection point has started anew"));
        log.atInfo()
                .addKeyValue("tunnel", tunnel.status().id())
                .addKeyValue("site", tunnel.peer().siteCode())
                .addKeyValue("connectionPoint", tunnel.peer().connectionId())
                .addKeyValue("peer", tunnel.status().peer())
                .log("A tunnel is up");
    }

    private boolean isOutdated(Tunnel tunnel) {
        return table.tunnels().anyMatch(other -> replaces(other.peer(), tunnel.peer()));
    }

    private static boolean replaces(Hello newer, Hello older) {
        return newer.connectionId().equals(older.connectionId()) && newer.epoch() > older.epoch();
    }

    /** Logs the loss of a tunnel as a warning, and of a site's last tunnel as an error. */
    @Override
    public void onDown(Tunnel tunnel, String cause) {
        String site = tunnel.peer().siteCode();
        boolean last;
        synchronized (this) {
            table = table.without(tunnel);
            last = table.connectionPoints(site).isEmpty();
            remember(tunnel, cause);
        }
        (draining ? log.atInfo() : last ? log.atError() : log.atWarn())
                .addKeyValue("tunnel", tunnel.status().id())
                .addKeyValue("site", site)
                .addKeyValue("connectionPoint", tunnel.peer().connectionId())
                .addKeyValue("reason", cause)
                .log(last ? "The last tunnel of a site is down: its clients are refused" : "A tunnel is down");
    }

    private void remember(Tunnel tunnel, String cause) {
        if (lost.size() == MAX_LOST) {
            lost.removeLast();
        }
        TunnelStatus status = tunnel.status();
        Hello peer = tunnel.peer();
        lost.addFirst(
                new LostTunnel(status.id(), status.peer(), peer.connectionId(), peer.siteCode(), Instant.now(), cause));
    }

    @Override
    public Future<Applied> onSite(Tunnel tunnel, long version, Buffer json) {
        return siteUpdates.apply(tunnel, version, json);
    }
}
