/**
 * What all HTTP servers of the site share: request ids, case-insensitive routes, reading and sending bodies, and the table from failures to responses.
 *
 * <p>Users: every package with a handler. Threads: event loops; nothing blocks. Limits: the size of a body and its time of one minute
 * ({@link opencmg.mockmp.http.BodyReader}), the heap for all bodies together ({@link opencmg.mockmp.http.BodyMemory}), the chunks in flight of a
 * generated response ({@link opencmg.mockmp.http.PacedBody}).
 */
@NullMarked
package opencmg.mockmp.http;

import org.jspecify.annotations.NullMarked;
