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
import opencmg.connectionpoint.site.SiteSource;
import opencmg.connectionpoint.traffic.InFlightSlots;
import opencmg.connectionpoint.traffic.TrafficLedger;
import opencmg.tunnel.DialStatus;
import opencmg.tunnel.TunnelStatus;
import org.jspecify.annotations.Nullable;

/** What the operators' face shows. Every page is made of snapshots; nothing in it is secret. */
record StatusPages(
        DialPlan plan,
        Supplier<LoadedCredentials> papers,
        List<ConnectorLoop> loops,
        CurrentSite current,
        SiteSource source,
        TunnelEventLog news,
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
     * One gateway that is away does not hold the others up, but as long as it is not known whether it is away this connection point is not ready:
     * who restarts several in turn goes on to the next when this one is, and every gateway needs one of them.
     */
    @Nullable
    String missing() {
        if (current.now() == null) {
            return "no site configuration from " + source.place()
                    + (source.trouble().isEmpty() ? " yet" : ": " + source.trouble());
        }
        if (news.connectionsUp() == 0) {
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
        SiteSnapshot site = current.now();
        JsonObject status = new JsonObject()
                .put("connectionId", plan.connectionId().toString())
                .put("version", plan.version())
                .put("epoch", plan.epoch())
                .put("ready", missing() == null)
                .put("missing", missing())
                .put("siteCode", site == null ? null : site.site().siteCode())
                .put("configurationVersion", site == null ? 0 : site.site().version())
                .put("site", new JsonObject().put("source", source.place()).put("trouble", source.trouble()))
                .put("roles", current.routes().toJson())
                .put("upstreamCertificate", current.certificate().toJson())
                .put("tunnelCertificateDaysLeft", papers.get().identity().daysLeft(clock))
                .put(
                        "connections",
                        loops.stream().mapToInt(loop -> loop.status().size()).sum())
                .put("connectionsUp", news.connectionsUp())
                .put("exchangesInFlight", slots.inFlight())
                .put("exchangesLimit", slots.limit());
        return new Page(200, status);
    }

    private Page tunnels() {
        JsonArray rows = new JsonArray();
        dials().forEach(dial -> {
            rows.add(row(dial));
            dial.draining()
                    .forEach(leaving -> rows.add(describe(row(dial.target().toString(), false), leaving)));
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
        return live == null ? row : describe(row, live);
    }

    private static JsonObject row(String gateway, boolean up) {
        return new JsonObject().put("gateway", gateway).put("up", up);
    }

    private JsonObject describe(JsonObject row, TunnelStatus live) {
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
