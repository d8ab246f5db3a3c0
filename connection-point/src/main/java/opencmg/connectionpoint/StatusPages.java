package opencmg.connectionpoint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import opencmg.connectionpoint.admin.AdminServer.Page;
import opencmg.connectionpoint.dial.TunnelEventLog;
import opencmg.connectionpoint.relay.RoutingTable;
import opencmg.connectionpoint.relay.SelectedCertificate;
import opencmg.connectionpoint.site.SiteSource;
import opencmg.connectionpoint.traffic.InFlightSlots;
import opencmg.connectionpoint.traffic.TrafficLedger;
import opencmg.tunnel.DialStatus;
import opencmg.tunnel.TunnelStatus;
import org.jspecify.annotations.Nullable;

/** The pages of the admin server, made of snapshots. Nothing in them is secret. */
record StatusPages(
        DialPlan plan,
        Supplier<LoadedCredentials> credentials,
        List<ConnectorLoop> loops,
        CurrentSite site,
        SiteSource source,
        TunnelEventLog tunnelEvents,
        InFlightSlots slots,
        TrafficLedger traffic,
        Clock clock) {

    Map<String, Supplier<Page>> pages() {
        return Map.of(
                "/live", () -> new Page(200, new JsonObject().put("live", true)),
                "/ready", this::ready,
                "/status", this::status,
                "/tunnels", this::tunnels,
                "/traffic", this::trafficReports);
    }

    private Page ready() {
        String missing = missing();
        return missing == null
                ? new Page(200, new JsonObject().put("ready", true))
                : new Page(503, new JsonObject().put("ready", false).put("missing", missing));
    }

    /**
     * What this connection point lacks to be ready, or null. A gateway that is down does not count, but one that has not been tried yet does: an
     * operator who restarts several connection points in turn waits until each is ready, and every gateway needs one of them.
     */
    @Nullable
    String missing() {
        if (site.snapshot() == null) {
            return "no site configuration from " + source.place()
                    + (source.trouble().isEmpty() ? " yet" : ": " + source.trouble());
        }
        if (tunnelEvents.connectionsUp() == 0) {
            return "no tunnel connection is up; see /tunnels";
        }
        return dials().filter(DialStatus::isFirstAttemptPending)
                .findAny()
                .map(dial -> "the first attempt to reach " + dial.target() + " is under way")
                .orElse(null);
    }

    private Stream<DialStatus> dials() {
        return loops.stream().flatMap(loop -> loop.status().stream());
    }

    private Page status() {
        SiteSnapshot snapshot = site.snapshot();
        RoutingTable routes = snapshot == null ? RoutingTable.EMPTY : snapshot.routes();
        SelectedCertificate certificate = snapshot == null ? SelectedCertificate.NONE : snapshot.certificate();
        JsonObject status = new JsonObject()
                .put("connectionId", plan.connectionId().toString())
                .put("version", plan.version())
                .put("epoch", plan.epoch())
                .put("ready", missing() == null)
                .put("missing", missing())
                .put(
                        "siteCode",
                        snapshot == null ? null : snapshot.configuration().siteCode())
                .put(
                        "configurationVersion",
                        snapshot == null ? 0 : snapshot.configuration().version())
                .put("site", new JsonObject().put("source", source.place()).put("trouble", source.trouble()))
                .put("roles", routes.toJson())
                .put("upstreamCertificate", certificate.toJson())
                .put("tunnelCertificateDaysLeft", credentials.get().identity().daysLeft(clock))
                .put(
                        "connections",
                        loops.stream().mapToInt(loop -> loop.status().size()).sum())
                .put("connectionsUp", tunnelEvents.connectionsUp())
                .put("exchangesInFlight", slots.inFlight())
                .put("exchangesLimit", slots.limit());
        return new Page(200, status);
    }

    private Page tunnels() {
        JsonArray rows = new JsonArray();
        dials().forEach(dial -> {
            rows.add(row(dial));
            dial.draining()
                    .forEach(leaving -> rows.add(addLive(row(dial.target().toString(), false), leaving)));
        });
        return new Page(200, rows);
    }

    private JsonObject row(DialStatus dial) {
        TunnelStatus live = dial.connection();
        JsonObject row = row(dial.target().toString(), dial.up())
                .put("failedAttempts", dial.failedAttempts())
                .put("lastError", dial.lastError())
                .put(
                        "lastErrorAt",
                        dial.lastErrorAt() == null ? null : dial.lastErrorAt().toString())
                .put("gatewayRunsVersion", dial.siteVersion());
        return live == null ? row : addLive(row, live);
    }

    private static JsonObject row(String gateway, boolean up) {
        return new JsonObject().put("gateway", gateway).put("up", up);
    }

    private JsonObject addLive(JsonObject row, TunnelStatus live) {
        return row.put("id", live.id())
                .put("peer", live.peer())
                .put("since", live.since().toString())
                .put(
                        "ageSeconds",
                        Duration.between(live.since(), clock.instant()).toSeconds())
                .put(
                        "roundTripMicros",
                        live.roundTrip() == null ? null : live.roundTrip().toNanos() / 1000)
                .put("exchangesInFlight", live.inFlight())
                .put("exchanges", live.exchanges())
                .put("bytesIn", live.bytesIn())
                .put("bytesOut", live.bytesOut())
                .put("lastExchangeError", live.lastError())
                .put("draining", live.draining());
    }

    private Page trafficReports() {
        return new Page(
                200,
                new JsonObject()
                        .put("sinceStart", traffic.sinceStart().toJson())
                        .put("lastFiveMinutes", traffic.lastReport().toJson()));
    }
}
