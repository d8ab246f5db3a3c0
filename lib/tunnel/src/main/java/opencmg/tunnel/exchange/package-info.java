/**
 * One request and its response on one HTTP/2 stream, at both ends: {@link opencmg.tunnel.exchange.GatewayStream} sends the request,
 * {@link opencmg.tunnel.exchange.ConnectorStream} receives it. They convert heads of HTTP/1.1 messages to header lists and back (RFC 9113 8.2 and 8.3),
 * carry the bodies with back-pressure in both directions, and turn resets, lost connections and failures of the other end into
 * {@link opencmg.tunnel.RelayFailure}.
 *
 * <p>Used by {@code link}. Threads: the event loop of the connection. Limits: a body buffers at most one stream window on its way in, and 128 KiB on its way
 * out.
 */
@NullMarked
package opencmg.tunnel.exchange;

import org.jspecify.annotations.NullMarked;
