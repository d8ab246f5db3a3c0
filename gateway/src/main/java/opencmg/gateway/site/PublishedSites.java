package opencmg.gateway.site;

import java.util.Map;
import java.util.TreeMap;
import opencmg.gateway.site.ApplyResult.Result;
import opencmg.settings.site.SiteConfiguration;

/** The newest valid configuration of each site. A higher version replaces a lower one as a whole; nothing is merged. */
public final class PublishedSites {

    /** A hierarchy has a handful of primary sites; more is a mistake or an attack by a connection point. */
    static final int MOST_SITES = 64;

    private volatile SiteView current = SiteView.EMPTY;

    /** Takes a configuration from a connection point. Parses certificates: not for an event loop. */
    public synchronized ApplyResult accept(SiteConfiguration configuration) {
        SiteView before = current;
        PublishedSite held = before.site(configuration.siteCode());
        if (held != null && configuration.version() <= held.configuration().version()) {
            return applied(
                    Result.NOT_NEWER,
                    configuration,
                    "version " + held.configuration().version() + " is in force");
        }
        try {
            current = with(before, configuration);
            return applied(Result.APPLIED, configuration, "");
        } catch (IllegalArgumentException e) {
            return applied(Result.INVALID, configuration, String.valueOf(e.getMessage()));
        }
    }

    /** What is in force now; never changes once returned. */
    public SiteView current() {
        return current;
    }

    private static SiteView with(SiteView before, SiteConfiguration configuration) {
        long generation = before.generation() + 1;
        Map<String, PublishedSite> sites = new TreeMap<>(before.bySiteCode());
        sites.put(configuration.siteCode(), PublishedSite.compile(configuration, generation));
        if (sites.size() > MOST_SITES) {
            throw new IllegalArgumentException("a gateway serves at most " + MOST_SITES + " sites");
        }
        return SiteView.of(generation, sites);
    }

    private static ApplyResult applied(Result result, SiteConfiguration configuration, String reason) {
        return new ApplyResult(result, configuration.siteCode(), configuration.version(), reason);
    }
}
