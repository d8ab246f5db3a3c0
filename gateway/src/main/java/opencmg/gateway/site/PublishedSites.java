package opencmg.gateway.site;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import opencmg.gateway.site.PublishedSite.PublishedRole;
import opencmg.gateway.site.PublishedSites.ApplyResult.Result;
import opencmg.settings.site.SiteConfiguration;
import org.jspecify.annotations.Nullable;

/** The newest valid configuration of each site. A higher version replaces a lower one as a whole; nothing is merged. */
public final class PublishedSites {

    /** A hierarchy has a handful of primary sites; more would be a mistake or an attack by a connection point. */
    static final int MAX_SITES = 64;

    private volatile Snapshot current = new Snapshot(0, Map.of(), Map.of());

    /**
     * The outcome of applying a site configuration.
     *
     * @param siteCode the site that the configuration belongs to
     * @param version of the configuration
     * @param reason why it was not applied; empty when it was
     */
    public record ApplyResult(Result result, String siteCode, long version, String reason) {

        public enum Result {
            APPLIED,
            /** Not newer than the current one. Usual: every connection point delivers the same configuration. */
            NOT_NEWER,
            /** The configuration has an error. The older one stays in force. */
            INVALID
        }
    }

    /** Applies a configuration that a connection point delivered. Parses certificates, so call it off the event loop. */
    public synchronized ApplyResult accept(SiteConfiguration configuration) {
        PublishedSite existing = current.site(configuration.siteCode());
        if (existing != null
                && configuration.version() <= existing.configuration().version()) {
            return result(
                    Result.NOT_NEWER,
                    configuration,
                    "version " + existing.configuration().version() + " is in force");
        }
        try {
            current = current.with(configuration);
            return result(Result.APPLIED, configuration, "");
        } catch (IllegalArgumentException e) {
            return result(Result.INVALID, configuration, String.valueOf(e.getMessage()));
        }
    }

    /** The configurations that are in force now. */
    public Snapshot current() {
        return current;
    }

    private static ApplyResult result(Result result, SiteConfiguration configuration, String reason) {
        return new ApplyResult(result, configuration.siteCode(), configuration.version(), reason);
    }

    /** All sites and roles at one moment. Immutable. */
    public static final class Snapshot {

        private final long generation;
        private final Map<String, PublishedSite> sites;
        private final Map<String, PublishedRole> roles;

        private Snapshot(long generation, Map<String, PublishedSite> sites, Map<String, PublishedRole> roles) {
            this.generation = generation;
            this.sites = sites;
            this.roles = roles;
        }

        /** @throws IllegalArgumentException when the configuration is invalid, or two sites claim one role id */
        private Snapshot with(SiteConfiguration configuration) {
            long nextGeneration = generation + 1;
            Map<String, PublishedSite> newSites = new TreeMap<>(sites);
            newSites.put(configuration.siteCode(), PublishedSite.compile(configuration, nextGeneration));
            if (newSites.size() > MAX_SITES) {
                throw new IllegalArgumentException("a gateway serves at most " + MAX_SITES + " sites");
            }
            return new Snapshot(nextGeneration, Map.copyOf(newSites), rolesOf(newSites.values()));
        }

        private static Map<String, PublishedRole> rolesOf(Collection<PublishedSite> sites) {
            Map<String, PublishedRole> roles = new HashMap<>();
            for (PublishedSite site : sites) {
                site.configuration().roles().forEach(role -> {
                    PublishedRole other = roles.put(role.id(), new PublishedRole(site, role));
                    if (other != null) {
                        throw new IllegalArgumentException("role " + role.id() + " is published by site "
                                + other.site().code() + " and by site " + site.code()
                                + "; a role belongs to one site");
                    }
                });
            }
            return Map.copyOf(roles);
        }

        /** Increases with every change; 0 before the first configuration. */
        public long generation() {
            return generation;
        }

        /** Whether no configuration has been applied yet. */
        public boolean isEmpty() {
            return sites.isEmpty();
        }

        public Collection<PublishedSite> sites() {
            return sites.values();
        }

        /** The role with this id, of any site; null when no site publishes it. */
        public @Nullable PublishedRole role(String id) {
            return roles.get(id);
        }

        public @Nullable PublishedSite site(String code) {
            return sites.get(code);
        }
    }
}
