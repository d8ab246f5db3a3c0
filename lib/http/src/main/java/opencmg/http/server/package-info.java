/**
 * HTTP/1.1 towards clients, on the level of bytes. Vert.x accepts the connections and does TLS. Everything after that happens here, because the Vert.x
 * server takes a sixth of the gateway's CPU for a request (docs/decisions/0005), and because only a reader of the bytes can tell a client what was wrong
 * with its request.
 *
 * <p>Reading order: an {@link opencmg.http.server.Http1Server} accepts a {@link opencmg.http.server.ServerConnection}, which hands one
 * {@link opencmg.http.server.ServerExchange} after another to its {@link opencmg.http.server.RequestHandler}, and goes on when
 * {@link opencmg.http.server.ServerConnection#finish} is called. {@code BodyDrainer} and {@code LingeringClose} are for clients that still send after they
 * got their response.
 *
 * <p>Used by the gateway's {@code edge}. Threads: everything of a connection on its event loop, without locks. Limits: {@link opencmg.http.HeadLimits} for
 * heads; of a body at most what one read of the socket returned is buffered, and of pipelined requests 16 KiB.
 */
@NullMarked
package opencmg.http.server;

import org.jspecify.annotations.NullMarked;
