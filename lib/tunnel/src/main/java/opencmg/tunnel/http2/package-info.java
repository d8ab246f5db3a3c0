/**
 * Both ends of the tunnel: HTTP/2 with the roles reversed (docs/tunnel.md).
 *
 * <p>Job: the connection point dials out ({@link opencmg.tunnel.link.TunnelDialer}); on that connection it is the HTTP/2 server and the gateway
 * ({@link opencmg.tunnel.link.TunnelServer}) the client. Users see one narrow function, {@link opencmg.tunnel.Relay}, the same at both ends.
 *
 * <p>Threads: a connection lives on one event loop and everything inside is touched there alone; the face may be called from any Vert.x
 * context and answers on it. Limits: {@link opencmg.tunnel.TunnelLimits}. The only package of the project that knows Netty.
 */
@NullMarked
package opencmg.tunnel.http2;

import org.jspecify.annotations.NullMarked;
