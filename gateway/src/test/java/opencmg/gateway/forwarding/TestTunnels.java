package opencmg.gateway.forwarding;

import io.vertx.core.Vertx;
import opencmg.gateway.site.PublishedSites;

/** Makes the table of tunnels for tests. */
final class TestTunnels {

    private TestTunnels() {}

    /** {@code vertx} ends its worker thread. */
    static Tunnels of(Vertx vertx, PublishedSites sites) {
        return new Tunnels(new SiteBinding(null), SiteUpdates.start(vertx, sites));
    }
}
