/**
 * HTTP/1.1 towards a server inside, at the level of bytes: what the relay does thousands of times a second. Vert.x opens the connections, with
 * names, TLS and time limits; from then on everything is done here, because its client spends more on a request than the system calls do
 * (docs/decisions/0005).
 *
 * <p>Reading order: {@link opencmg.http.client.Http1Client} has a {@code ConnectionPool} for each {@link opencmg.http.client.Origin};
 * an {@link opencmg.http.client.ResponseListener} gets an {@link opencmg.http.client.UpstreamConnection} out of it and sends its
 * {@link opencmg.http.OutgoingRequest}, which {@code RequestHeadWriter} puts into bytes, and a body, which {@code Upload} pours. What
 * comes back goes through {@code ResponseHeadReader} and {@link opencmg.http.codec.BodyReader}, and is refused where RFC 9112 leaves room for two
 * readings.
 *
 * <p>Used by {@code upstream} alone. Threads: all of a client on one event loop, without locks. Limits: connections and waiting askers for each
 * server, 8 KiB of status line and of a chunk's size line, 64 KiB of header fields and of trailers; of a body at most what one read
 * of the socket brought is held.
 */
@NullMarked
package opencmg.http.client;

import org.jspecify.annotations.NullMarked;
