/**
 * Relays a request that came out of the tunnel to a management point or update point, and its response back.
 *
 * <p>Reading order: {@link opencmg.connectionpoint.relay.UpstreamRelay} takes the request,
 * {@link opencmg.connectionpoint.relay.RoutingTable} finds its {@code Upstream}, a {@code RelayExchange} carries it there over a connection of
 * {@link opencmg.http.client.Http1Client}, {@code MessageHeaders} decides which headers are forwarded, {@code UpstreamFailures} names what went
 * wrong. {@link opencmg.connectionpoint.relay.CertificateFilters} selects the certificate that is presented to an HTTPS management point.
 *
 * <p>Users: the composition root. Threads: an exchange stays on the event loop of its tunnel connection. Limits
 * ({@link opencmg.connectionpoint.relay.RelayLimits}): exchanges in flight, connections and queued requests per loop, time to connect, to the first
 * byte of the response and between two chunks. Bodies are streamed: at most the next hop's window is buffered for an exchange.
 */
@NullMarked
package opencmg.connectionpoint.relay;

import org.jspecify.annotations.NullMarked;
