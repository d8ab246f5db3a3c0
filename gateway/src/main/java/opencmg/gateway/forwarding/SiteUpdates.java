package opencmg.gateway.forwarding;

import io.vertx.core.buffer.Buffer;
import opencmg.gateway.site.PublishedSite;
import opencmg.gateway.site.PublishedSites;
import opencmg.gateway.site.PublishedSites.ApplyResult.Result;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.SiteDocument;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelListener.Applied;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies the site configurations that connection points send. */
final class SiteUpdates {

    private static final Logger log = LoggerFactory.getLogger(SiteUpdates.class);

    private final PublishedSites sites;

    SiteUpdates(PublishedSites sites) {
        this.sites = sites;
    }

    /**
     * Runs on the tunnel's event loop and parses a document of some 10 kB with a handful of certificates: milliseconds, and only for a new version. Every
     * further connection of every connection point sends the same one again.
     */
    Applied apply(Tunnel tunnel, long version, Buffer json) {
        String site = tunnel.peer().siteCode();
        if (version <= currentVersion(site)) {
            return new Applied(currentVersion(site), "");
        }
        String problem = problemOf(site, json);
        (problem.isEmpty() ? log.atInfo() : log.atError())
                .addKeyValue("site", site)
                .addKeyValue("tunnel", tunnel.status().id())
                .addKeyValue("offered", version)
                .addKeyValue("version", currentVersion(site))
                .addKeyValue("reason", problem)
                .log(problem.isEmpty() ? "A site configuration is in force" : "A site configuration is refused");
        return new Applied(currentVersion(site), problem);
    }

    private String problemOf(String site, Buffer json) {
        try {
            SiteConfiguration offered = SiteDocument.fromJson(json.getBytes());
            if (!offered.siteCode().equals(site)) {
                return "a connection point of site " + site + " brought the configuration of site "
                        + offered.siteCode();
            }
            var applied = sites.accept(offered);
            return applied.result() == Result.INVALID ? applied.reason() : "";
        } catch (InvalidSettingsException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private long currentVersion(String site) {
        PublishedSite published = sites.current().site(site);
        return published == null ? 0 : published.configuration().version();
    }
}
