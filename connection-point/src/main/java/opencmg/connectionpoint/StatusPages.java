package opencmg.connectionpoint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import opencmg.connectionpoint.admin.AdminFace.Page;
import opencmg.connectionpoint.site.SiteSource;
import opencmg.connectionpoint.traffic.Slots;
import opencmg.connectionpoint.traffic.Traffic;
import opencmg.tunnel.DialStatus;
import opencmg.tunnel.TunnelStatus;
import org.jspecify.annotations.Nullable;

/** What the operators' face shows. Every page is made of snapshots; nothing in it is secret. */
record StatusPages(
        DialPlan plan,
        Papers papers,
        List<TunnelLoop> loops,
        CurrentSite current,
        SiteSource source,
        TunnelNews news,
        Slots slots,
        Traffic traffic,
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

    private @Nullable String missing() {
        if (current.now() == null) {
            return "no site configuration from " + source.place()
                    + (source.trouble().isEmpty() ? " yet" : ": " + source.trouble());
        }
        return news.connectionsUp() > 0 ? null : "no tunnel connection is up; see /tunnels";
    }

    private Page status() {
        Published site = current.now();
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
                .put("tunnelCertificateDaysLeft", papers.identity().daysLeft(clock))
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
        loops.forEach(loop -> loop.status().forEach(dial -> rows.add(row(dial))));
        return new Page(200, rows);
    }

    private JsonObject row(DialStatus dial) {
        TunnelStatus live = dial.live();
        JsonObject row = new JsonObject()
                .put("gateway", dial.target().toString())
                .put("up", live != null)
                .put("failedAttempts", dial.attempts())
                .put("lastError", dial.lastError())
                .put(
                        "lastErrorAt",
                        dial.lastErrorAt() == null ? null : dial.lastErrorAt().toString())
                .put("gatewayRunsVersion", dial.siteVersion());
        if (live != null) {
            row.put("id", live.id())
                    .put("peer", live.peer())
                    .put(
                            "ageSeconds",
                            Duration.between(live.since(), clock.instant()).toSeconds())
                    .put(
                            "roundTripMicros",
                            live.roundTrip() == null ? null : live.roundTrip().toNanos() / 1000)
                    .put("exchangesInFlight", live.outstanding())
                    .put("exchanges", live.exchanges())
                    .put("bytesIn", live.bytesIn())
                    .put("bytesOut", live.bytesOut())
                    .put("draining", live.draining());
        }
        return row;
    }

    private Page trafficReports() {
        return new Page(
                200,
                new JsonObject()
                        .put("sinceStart", traffic.sinceStart().toJson())
                        .put("lastFiveMinutes", traffic.lastReport().toJson()));
    }
}
