/**
 * HTTP/1.1 as bytes (RFC 9112): what the gateway's edge and the connection point's client have in common. Reading is strict, because a message
 * that two readers could take for two different ones is what attackers look for; writing looks at every character once more.
 *
 * <p>Reading order: a {@link opencmg.http.codec.LineReader} takes lines out of what has come, a {@link opencmg.http.codec.FieldReader} and a
 * {@link opencmg.http.codec.BodyReader} use it, {@link opencmg.http.Framing} says between the two how long the body is. The other way a
 * {@link opencmg.http.codec.HeadBuffer} puts a head into bytes.
 *
 * <p>Used by {@code gateway.http1} and {@code connectionpoint.http1}. Threads: each object on one event loop, without locks; the readers of all
 * connections of a loop share one {@link opencmg.http.codec.Octets}. Limits: the caller's for lines and heads, 8 KiB for a chunk's size line, 64 KiB for
 * trailers.
 */
@NullMarked
package opencmg.http.codec;

import org.jspecify.annotations.NullMarked;
