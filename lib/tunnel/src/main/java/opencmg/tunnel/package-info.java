/**
 * The public API of the tunnel: HTTP/2 with reversed roles (docs/tunnel.md), which carries requests from a gateway to a connection point inside the network.
 *
 * <p>The connection point dials out ({@link opencmg.tunnel.link.TunnelDialer}); on that connection it is the HTTP/2 server, and the gateway
 * ({@link opencmg.tunnel.link.TunnelServer}) is the client. Both ends see one function, {@link opencmg.tunnel.Relay}. This package contains only types;
 * {@code link} opens, supervises and closes connections, {@code exchange} is one request on one stream, {@code http2} is the protocol below.
 *
 * <p>Threads: a connection belongs to one event loop; the API may be called from any Vert.x context and completes on it.
 * Limits: {@link opencmg.tunnel.TunnelLimits}.
 */
@NullMarked
package opencmg.tunnel;

import org.jspecify.annotations.NullMarked;
