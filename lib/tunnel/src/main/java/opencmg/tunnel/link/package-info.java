/**
 * Connections between a connection point and a gateway: accepting, dialling with back-off, the hello, liveness, draining, the control stream.
 *
 * <p>Used through {@link opencmg.tunnel.link.TunnelServer} by the gateway and {@link opencmg.tunnel.link.TunnelDialer} by the connection point.
 * Threads: a connection and all of its streams belong to one event loop. Limits: connections accepted per second, and all of
 * {@link opencmg.tunnel.TunnelLimits}.
 */
@NullMarked
package opencmg.tunnel.link;

import org.jspecify.annotations.NullMarked;
