/**
 * Connections between a connection point and a gateway: accepting and dialing with back-off, TLS, the hello and the other control messages, liveness,
 * draining.
 *
 * <p>Used through {@link opencmg.tunnel.link.TunnelServer} by the gateway and {@link opencmg.tunnel.link.TunnelDialer} by the connection point. Threads: a
 * connection and all of its streams belong to one event loop. Limits: connections accepted per second, and everything in
 * {@link opencmg.tunnel.TunnelLimits}.
 */
@NullMarked
package opencmg.tunnel.link;

import org.jspecify.annotations.NullMarked;
