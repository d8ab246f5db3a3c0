/**
 * The face of the tunnel: what a gateway and a connection point need to know to use it. Nothing here does any work.
 *
 * <p>{@code link} opens, keeps and closes connections; {@code exchange} is one request on one stream; {@code http2} is the protocol below.
 * Limits: {@link opencmg.tunnel.TunnelLimits}.
 */
@NullMarked
package opencmg.tunnel;

import org.jspecify.annotations.NullMarked;
