package opencmg.gateway.site;

import java.util.Comparator;
import java.util.List;
import opencmg.settings.site.Endpoint;
import opencmg.settings.site.Role;
import org.jspecify.annotations.Nullable;

/**
 * A role together with the site that publishes it.
 *
 * @param endpoints longest path first, so that the first match is the best
 */
public record PublishedRole(PublishedSite site, Role role, List<Endpoint> endpoints) {

    static PublishedRole of(PublishedSite site, Role role) {
        Comparator<Endpoint> longestFirst =
                Comparator.comparingInt(endpoint -> -endpoint.path().length());
        return new PublishedRole(
                site, role, role.endpoints().stream().sorted(longestFirst).toList());
    }

    /**
     * The endpoint that a path belongs to: the longest published prefix of whole segments, without regard to case (protocol.md 1.2).
     *
     * @param path decoded, without query, free of dot segments
     * @return null when none is published
     */
    public @Nullable Endpoint endpoint(String path) {
        for (Endpoint endpoint : endpoints) {
            int length = endpoint.path().length();
            if (path.regionMatches(true, 0, endpoint.path(), 0, length)
                    && (path.length() == length || path.charAt(length) == '/')) {
                return endpoint;
            }
        }
        return null;
    }
}
