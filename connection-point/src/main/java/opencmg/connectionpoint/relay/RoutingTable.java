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
import opencmg.settings.site.EndpointPath;
import opencmg.settings.site.MalformedPathException;
import opencmg.settings.site.Role;
import opencmg.settings.site.SiteConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * External path to internal URL, by replacing the prefix {@code /CCM_Proxy_MutualAuth/<role id>} (protocol.md 1.2). The gateway uses this
 * form for every authentication method. Immutable: a new configuration makes a new table.
 *
 * <p>Only published endpoints are found, although the gateway has checked that already: the gateway is exposed to the internet, so its requests
 * are not trusted here.
 */
public final class RoutingTable {

    /** Before the first configuration: nothing is found. */
    public static final RoutingTable EMPTY = new RoutingTable(Map.of());

    private static final String PREFIX = "/CCM_Proxy_MutualAuth/";

    private final Map<String, Target> targets;

    private RoutingTable(Map<String, Target> targets) {
        this.targets = targets;
    }

    /** The table of a configuration with internal addresses. Its endpoints become the rows of the traffic ledger. */
    public static RoutingTable of(SiteConfiguration site, TrafficLedger traffic) {
        Map<String, Target> targets = new HashMap<>();
        Set<String> rows = new HashSet<>();
        for (Role role : site.roles()) {
            if (role.internalUrl() != null) {
                targets.put(role.id(), Target.of(role, new Upstream(role.id(), role.internalUrl()), traffic));
                role.endpoints().forEach(endpoint -> rows.add(role.id() + "/" + endpoint.name()));
            }
        }
        traffic.retain(rows);
        return new RoutingTable(Map.copyOf(targets));
    }

    /**
     * Finds the route of a request.
     *
     * @param target path and query as they came out of the tunnel
     * @return null when no role publishes it, or when the path is malformed ({@link EndpointPath#decode})
     */
    @Nullable
    Route route(String target) {
        if (!target.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return null;
        }
        int slash = target.indexOf('/', PREFIX.length());
        Target found = slash < 0 ? null : targets.get(target.substring(PREFIX.length(), slash));
        return found == null ? null : found.route(target.substring(0, slash), target.substring(slash));
    }

    /** Rows for the status page. */
    public JsonArray toJson() {
        JsonArray roles = new JsonArray();
        targets.forEach((id, target) -> roles.add(new JsonObject()
                .put("role", id)
                .put("type", target.role().type().name())
                .put("internalUrl", target.upstream().url())
                .put("endpoints", target.role().endpoints().size())
                .put("trouble", target.upstream().trouble())));
        return roles;
    }

    /** @param counters of the role's endpoints, in their order */
    private record Target(Role role, Upstream upstream, List<EndpointCounters> counters) {

        static Target of(Role role, Upstream upstream, TrafficLedger traffic) {
            String targetHost = upstream.origin().hostAndPort();
            return new Target(
                    role,
                    upstream,
                    role.endpoints().stream()
                            .map(endpoint -> traffic.endpoint(role.id(), endpoint.name(), targetHost))
                            .toList());
        }

        @Nullable
        Route route(String prefix, String tail) {
            int endpoint = endpoint(tail);
            return endpoint < 0
                    ? null
                    : new Route(role.id(), prefix, upstream, upstream.basePath() + tail, counters.get(endpoint));
        }

        private int endpoint(String tail) {
            try {
                return EndpointPath.indexOf(role.endpoints(), EndpointPath.decode(tail));
            } catch (MalformedPathException e) {
                return -1;
            }
        }
    }

    /**
     * Where one request goes.
     *
     * @param prefix the external prefix as the request wrote it
     * @param upstream whose URL replaces the prefix
     * @param uri path and query for the upstream
     * @param counters of the endpoint
     */
    record Route(String roleId, String prefix, Upstream upstream, String uri, EndpointCounters counters) {

        /** For the log: without the query, which may hold private data. */
        String url() {
            int query = uri.indexOf('?');
            String path = query < 0 ? uri : uri.substring(0, query);
            return upstream.url() + path.substring(upstream.basePath().length());
        }
    }
}
