package opencmg.gateway.site;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that is published at one moment. Immutable. */
public final class SiteView {

    static final SiteView EMPTY = new SiteView(0, Map.of(), Map.of());

    private final long generation;
    private final Map<String, PublishedSite> sites;
    private final Map<String, PublishedRole> roles;

    private SiteView(long generation, Map<String, PublishedSite> sites, Map<String, PublishedRole> roles) {
        this.generation = generation;
        this.sites = sites;
        this.roles = roles;
    }

    /** @throws IllegalArgumentException when two sites claim one role id */
    static SiteView of(long generation, Map<String, PublishedSite> sites) {
        Map<String, PublishedRole> roles = new HashMap<>();
        for (PublishedSite site : sites.values()) {
            site.configuration().roles().forEach(role -> {
                PublishedRole other = roles.put(role.id(), PublishedRole.of(site, role));
                if (other != null) {
                    throw new IllegalArgumentException("role " + role.id() + " is published by site "
                            + other.site().code() + " and by site " + site.code() + "; a role belongs to one site");
                }
            });
        }
        return new SiteView(generation, Map.copyOf(sites), Map.copyOf(roles));
    }

    /** Rises with every change; 0 before the first configuration. */
    public long generation() {
        return generation;
    }

    /** Whether no site has told anything yet. */
    public boolean isEmpty() {
        return sites.isEmpty();
    }

    public Collection<PublishedSite> sites() {
        return sites.values();
    }

    /** The role of that id, of whichever site; null when no site publishes it. */
    public @Nullable PublishedRole role(String id) {
        return roles.get(id);
    }

    public @Nullable PublishedSite site(String code) {
        return sites.get(code);
    }

    Map<String, PublishedSite> bySiteCode() {
        return sites;
    }
}
