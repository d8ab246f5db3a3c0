/**
 * One request and its response on one stream, at both ends: {@link opencmg.tunnel.exchange.GatewayStream} sends the request,
 * {@link opencmg.tunnel.exchange.ConnectorStream} receives it; bodies flow with back-pressure in both directions.
 *
 * <p>Used by {@code link}. Threads: the event loop of the connection. Limits: a body buffers at most one stream window.
 */
@NullMarked
package opencmg.tunnel.exchange;

import org.jspecify.annotations.NullMarked;
