package opencmg.gateway.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import opencmg.gateway.forwarding.Tunnels.LostTunnel;
import opencmg.gateway.site.PublishedSite;
import opencmg.gateway.site.PublishedSites;
import opencmg.settings.site.Role;
import opencmg.tunnel.Hello;
import opencmg.tunnel.TunnelStatus;

/** The JSON of {@code /tunnels}: sites with the version that is in force, every open connection, and the tunnels that were lost last. */
public final class TunnelsPage {

    private TunnelsPage() {}

    public static JsonObject json(
            PublishedSites.Snapshot published, List<TunnelStatus> open, List<LostTunnel> lost, Instant now) {
        JsonArray connections = new JsonArray();
        open.forEach(status -> connections.add(connection(published, status, now)));
        JsonArray lostTunnels = new JsonArray();
        lost.forEach(tunnel -> lostTunnels.add(lostTunnel(tunnel)));
        return new JsonObject()
                .put("sites", sites(published))
                .put("tunnels", connections)
                .put("lost", lostTunnels);
    }

    private static JsonObject lostTunnel(LostTunnel tunnel) {
        return new JsonObject()
                .put("tunnel", tunnel.id())
                .put("peer", tunnel.peer())
                .put("connectionPoint", tunnel.connectionPoint().toString())
                .put("siteCode", tunnel.siteCode())
                .put("at", tunnel.at().toString())
                .put("reason", tunnel.reason());
    }

    public static JsonArray sites(PublishedSites.Snapshot published) {
        JsonArray sites = new JsonArray();
        published.sites().forEach(site -> sites.add(site(site)));
        return sites;
    }

    private static JsonObject site(PublishedSite site) {
        JsonArray roles = new JsonArray();
        for (Role role : site.configuration().roles()) {
            roles.add(new JsonObject()
                    .put("id", role.id())
                    .put("type", role.type().name())
                    .put("fqdn", role.fqdn())
                    .put("mode", role.mode().name())
                    .put("endpoints", role.endpoints().size()));
        }
        return new JsonObject()
                .put("siteCode", site.code())
                .put("configurationVersion", site.configuration().version())
                .put("verifyRevocation", site.configuration().clients().verifyRevocation())
                .put("roles", roles);
    }

    private static JsonObject connection(PublishedSites.Snapshot published, TunnelStatus status, Instant now) {
        JsonObject json = new JsonObject()
                .put("tunnel", status.id())
                .put("peer", status.peer())
                .put("since", status.since().toString())
                .put("ageSeconds", Duration.between(status.since(), now).toSeconds())
                .put("outstanding", status.inFlight())
                .put("exchanges", status.exchanges())
                .put("bytesIn", status.bytesIn())
                .put("bytesOut", status.bytesOut())
                .put("lastError", status.lastError())
                .put("draining", status.draining());
        Duration roundTrip = status.roundTrip();
        if (roundTrip != null) {
            json.put("roundTripMillis", roundTrip.toNanos() / 1_000_000.0);
        }
        Hello hello = status.hello();
        if (hello != null) {
            json.put("connectionPoint", hello.connectionId().toString())
                    .put("siteCode", hello.siteCode())
                    .put("configurationVersion", currentVersion(published, hello.siteCode()))
                    .put("version", hello.version())
                    .put("epoch", hello.epoch());
        }
        return json;
    }

    /** 0 without a configuration. */
    private static long currentVersion(PublishedSites.Snapshot published, String siteCode) {
        PublishedSite site = published.site(siteCode);
        return site == null ? 0 : site.configuration().version();
    }
}
