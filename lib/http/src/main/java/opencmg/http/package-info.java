/**
 * HTTP messages, as the tunnel and both HTTP/1.1 sides share them: header fields with the rules of what a hop passes on, heads, body streams, and the rules
 * that frame a body (RFC 9110, RFC 9112).
 *
 * <p>{@code codec} converts bytes into these types and back. {@code server} is the gateway's side of a client's connection, {@code client} the connection
 * point's side of a connection to a server inside.
 *
 * <p>Used by the tunnel, the gateway and the connection point. Threads: each object belongs to one event loop. Limits: {@link opencmg.http.HeadLimits}.
 */
@NullMarked
package opencmg.http;

import org.jspecify.annotations.NullMarked;
