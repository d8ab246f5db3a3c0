/**
 * From a request that came out of the tunnel to a management point or update point, and back.
 *
 * <p>Reading order: {@link opencmg.connectionpoint.relay.UpstreamRelay} takes the request,
 * {@link opencmg.connectionpoint.relay.RoutingTable} says where it goes, an {@code RelayExchange} carries it there over a
 * connection of {@link opencmg.http.client.Http1Client},
 * {@link opencmg.connectionpoint.relay.MessageHeaders} says which headers go along, {@code UpstreamFailures} names what went wrong.
 * {@link opencmg.connectionpoint.relay.CertificateFilters} picks the certificate that is shown to an HTTPS management point.
 *
 * <p>Threads: an exchange lives on the event loop of its tunnel connection and is touched there alone. Limits: exchanges in flight
 * ({@link opencmg.connectionpoint.upstream.Slots}), connections and waiting requests per loop, time to connect, to the answer's first byte
 * and between two bytes. Bodies are streamed: what is held of one exchange is what the next hop's window allows.
 */
@NullMarked
package opencmg.connectionpoint.relay;

import org.jspecify.annotations.NullMarked;
