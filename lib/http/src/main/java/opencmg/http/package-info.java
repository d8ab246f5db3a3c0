/**
 * What both HTTP/1.1 ends share: header fields, heads, body streams and the rules that frame a body (RFC 9110, RFC 9112).
 *
 * <p>Used by the tunnel, the edge and the connection point. {@code codec} turns bytes into these types and back, {@code server} and
 * {@code client} are the two ends of a connection. Threads: each object belongs to one event loop. Limits: given by whoever creates the reader.
 */
@NullMarked
package opencmg.http;

import org.jspecify.annotations.NullMarked;
