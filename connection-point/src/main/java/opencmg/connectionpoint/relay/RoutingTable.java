package opencmg.connectionpoint.relay;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import opencmg.connectionpoint.traffic.EndpointCounters;
import opencmg.connectionpoint.traffic.TrafficLedger;
import opencmg.settings.site.Endpoint;
import opencmg.settings.site.Role;
import opencmg.settings.site.SiteConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * External path to internal URL, by replacing the prefix {@code /CCM_Proxy_MutualAuth/<role id>} (protocol.md 1.2). The gateway uses this
 * form for every way in. Immutable: a new configuration makes a new table.
 *
 * <p>Only published endpoints are found, although the gateway has looked already: the gateway stands on the internet, and what it asks for
 * is not believed here.
 */
public final class RoutingTable {

    /** Before the first configuration: nothing is found. */
    public static final RoutingTable EMPTY = new RoutingTable(Map.of());

    private static final String PREFIX = "/CCM_Proxy_MutualAuth/";

    private final Map<String, Target> targets;

    private RoutingTable(Map<String, Target> targets) {
        this.targets = targets;
    }

    /** The table of a configuration with its internal addresses; its endpoints become the rows of the traffic books. */
    public static RoutingTable of(SiteConfiguration site, TrafficLedger traffic) {
        Map<String, Target> targets = new HashMap<>();
        Set<String> rows = new HashSet<>();
        for (Role role : site.roles()) {
            if (role.internalUrl() != null) {
                targets.put(role.id(), Target.of(role, Upstream.at(role.internalUrl()), traffic));
                role.endpoints().forEach(endpoint -> rows.add(role.id() + "/" + endpoint.name()));
            }
        }
        traffic.retain(rows);
        return new RoutingTable(Map.copyOf(targets));
    }

    /**
     * Finds the way of a request.
     *
     * @param target path and query as they came out of the tunnel
     * @return null when no role publishes it, or when its path tries to leave the endpoint
     */
    @Nullable
    Route route(String target) {
        if (!target.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) || !PathRules.harmless(target)) {
            return null;
        }
        int slash = target.indexOf('/', PREFIX.length());
        Target found = slash < 0 ? null : targets.get(target.substring(PREFIX.length(), slash));
        return found == null ? null : found.route(target.substring(0, slash), target.substring(slash));
    }

    /** For the operators' face. */
    public JsonArray toJson() {
        JsonArray roles = new JsonArray();
        targets.forEach((id, target) -> roles.add(new JsonObject()
                .put("role", id)
                .put("type", target.role().type().name())
                .put("internalUrl", target.upstream().url())
                .put("endpoints", target.role().endpoints().size())
                .put("trouble", target.reachability().trouble())));
        return roles;
    }

    private record Target(Role role, Upstream upstream, List<EndpointCounters> counters, Reachability reachability) {

        static Target of(Role role, Upstream upstream, TrafficLedger traffic) {
            List<EndpointCounters> counters = role.endpoints().stream()
                    .map(endpoint -> traffic.endpoint(role.id(), endpoint.name(), upstream.hostAndPort()))
                    .toList();
            return new Target(role, upstream, counters, new Reachability(role.id(), upstream.url()));
        }

        @Nullable
        Route route(String prefix, String tail) {
            int best = -1;
            int longest = 0;
            for (int i = 0; i < role.endpoints().size(); i++) {
                Endpoint endpoint = role.endpoints().get(i);
                if (endpoint.path().length() > longest && PathRules.isBelow(tail, endpoint.path())) {
                    best = i;
                    longest = endpoint.path().length();
                }
            }
            return best < 0
                    ? null
                    : new Route(
                            role.id(), prefix, upstream, upstream.basePath() + tail, counters.get(best), reachability);
        }
    }
}
