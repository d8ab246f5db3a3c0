/**
 * HTTP/1.1 as bytes (RFC 9112), for both directions of both sides. Decoding is strict, because attackers look for messages that two readers understand
 * differently; encoding checks every character once more.
 *
 * <p>Reading order: a connection appends what it receives to its {@link opencmg.http.codec.InboundBuffer}, from which its
 * {@link opencmg.http.codec.HeadDecoder} and {@link opencmg.http.codec.BodyDecoder} take lines and body bytes; {@link opencmg.http.Framing} derives from
 * the head how long the body is. {@link opencmg.http.codec.HeadEncoder} and {@link opencmg.http.codec.ChunkEncoder} write.
 *
 * <p>Used by {@code opencmg.http.server} and {@code opencmg.http.client}. Threads: each object on one event loop, without locks; all connections of a loop
 * share one {@link opencmg.http.codec.Octets} and one encoder. Limits: {@link opencmg.http.HeadLimits} for heads, two empty lines before a request, 8 KiB
 * for the line of a chunk size, 64 KiB for trailers.
 */
@NullMarked
package opencmg.http.codec;

import org.jspecify.annotations.NullMarked;
