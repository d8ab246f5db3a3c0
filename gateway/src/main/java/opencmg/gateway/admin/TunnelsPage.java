package opencmg.gateway.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import opencmg.gateway.forwarding.Tunnels;
import opencmg.gateway.site.PublishedSite;
import opencmg.gateway.site.SiteView;
import opencmg.settings.site.Role;
import opencmg.tunnel.Hello;
import opencmg.tunnel.TunnelStatus;

/** The JSON of {@code /tunnels}: sites with the version that this gateway runs, and every connection with its state. */
public final class TunnelsPage {

    private TunnelsPage() {}

    public static JsonObject json(SiteView view, Tunnels tunnels) {
        JsonArray connections = new JsonArray();
        tunnels.status().forEach(status -> connections.add(connection(status)));
        return new JsonObject().put("sites", sites(view)).put("tunnels", connections);
    }

    public static JsonArray sites(SiteView view) {
        JsonArray sites = new JsonArray();
        view.sites().forEach(site -> sites.add(site(site)));
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

    private static JsonObject connection(TunnelStatus status) {
        JsonObject json = new JsonObject()
                .put("tunnel", status.id())
                .put("peer", status.peer())
                .put("since", status.since().toString())
                .put("outstanding", status.outstanding())
                .put("exchanges", status.exchanges())
                .put("bytesIn", status.bytesIn())
                .put("bytesOut", status.bytesOut())
                .put("draining", status.draining());
        Duration roundTrip = status.roundTrip();
        if (roundTrip != null) {
            json.put("roundTripMillis", roundTrip.toNanos() / 1_000_000.0);
        }
        Hello hello = status.hello();
        if (hello != null) {
            json.put("connectionPoint", hello.connectionId().toString())
                    .put("siteCode", hello.siteCode())
                    .put("version", hello.version())
                    .put("epoch", hello.epoch());
        }
        return json;
    }
}
