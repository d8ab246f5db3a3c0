/**
 * HTTP/1.1 towards clients, at the level of bytes. Vert.x accepts the connections and does TLS; from then on everything is done here, because its
 * server takes a sixth of the gateway's CPU for a request (docs/decisions/0005), and because only who reads the bytes can tell a client what it
 * has sent wrong.
 *
 * <p>Reading order: an {@link opencmg.http.server.ServerConnection} reads one {@link opencmg.http.server.Request} after another, its head with
 * {@code RequestHeadReader}, hands each with its {@link opencmg.http.server.Response} to {@link opencmg.http.server.RequestHandler}, and goes on when it is
 * told that the exchange is over. {@code ResponseHeadWriter} puts heads of answers into bytes; {@code BodyDrainer} and {@code LingeringClose} are for
 * clients that still send when they have their answer.
 *
 * <p>Used by {@code edge} alone. Threads: all of a connection on its event loop, without locks. Limits: those of the settings for lines and heads; of a
 * body at most what one read of the socket brought is held, and 16 KiB of requests that come before the answer to the one before.
 */
@NullMarked
package opencmg.http.server;

import org.jspecify.annotations.NullMarked;
