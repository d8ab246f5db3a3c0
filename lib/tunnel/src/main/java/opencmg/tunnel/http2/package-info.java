/**
 * HTTP/2 (RFC 9113) at frame level: one connection, its streams, flow control and header lists. It knows nothing of requests, hellos or dialing.
 *
 * <p>{@link opencmg.tunnel.http2.Http2Connection} is the Netty handler. Netty reads frames and does HPACK; {@code InboundFrameListener} checks each frame
 * against its stream's state, {@code StreamRegistry} keeps the streams and decides which of them sends next, {@code Http2FrameWriter} collects the frames of
 * one event-loop turn into one buffer. Used by {@code exchange} and {@code link}.
 *
 * <p>Threads: everything of a connection runs on its event loop. Limits: open streams and the receive window of each stream bound the buffered bytes; header
 * lists are limited in size ({@link opencmg.tunnel.TunnelLimits}).
 */
@NullMarked
package opencmg.tunnel.http2;

import org.jspecify.annotations.NullMarked;
