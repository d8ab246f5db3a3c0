package opencmg.connectionpoint.relay;

import opencmg.connectionpoint.traffic.EndpointCounters;

/**
 * Where one request goes.
 *
 * @param roleId of the role that it asked for
 * @param prefix the external prefix as the request wrote it
 * @param upstream that takes the place of the prefix
 * @param uri path and query for the upstream
 * @param counters of the endpoint
 * @param reachability of the upstream
 */
record Route(
        String roleId,
        String prefix,
        Upstream upstream,
        String uri,
        EndpointCounters counters,
        Reachability reachability) {

    /** For the log: without the query, which may hold what is nobody's business. */
    String url() {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        return upstream.url() + path.substring(upstream.basePath().length());
    }
}
