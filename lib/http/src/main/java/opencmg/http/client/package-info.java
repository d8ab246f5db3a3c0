/**
 * HTTP/1.1 towards a server inside, on the level of bytes: what the connection point does thousands of times a second. Vert.x resolves names, opens the
 * connections, does TLS and keeps the connect timeout. Everything after that happens here, because the Vert.x client spends more on a request than the
 * system calls do (docs/decisions/0005).
 *
 * <p>Reading order: {@link opencmg.http.client.Http1Client} has a pool for each {@link opencmg.http.client.Origin}. A
 * {@link opencmg.http.client.ResponseListener} acquires an {@link opencmg.http.client.UpstreamConnection} and sends its request with it; {@code Upload}
 * writes the body. Responses are decoded by {@code opencmg.http.codec} and refused where RFC 9112 leaves room for two readings.
 *
 * <p>Used by the connection point's {@code relay}. Threads: everything of a client on one event loop, without locks. Limits:
 * {@link opencmg.http.client.Http1Client.Limits} for each server and {@link opencmg.http.HeadLimits#RESPONSE} for heads; of a body at most what one read of
 * the socket returned is buffered.
 */
@NullMarked
package opencmg.http.client;

import org.jspecify.annotations.NullMarked;
