/**
 * The TLS server for clients on the internet. Read {@link opencmg.gateway.edge.EdgeHandler} first: admit, forward, send or refuse, log.
 *
 * <p>Used by the composition root, which creates one {@link opencmg.gateway.edge.EdgeServer} for each event loop. Uses admission to decide and
 * forwarding to send the request inside.
 *
 * <p>Threads: everything of a client connection happens on its event loop; only {@link opencmg.gateway.edge.TrafficMeters} and the connection count are
 * shared. Limits: {@link opencmg.gateway.edge.EdgeLimits}; bodies are streamed, never collected. Every idle or stalled connection is closed after a
 * timeout.
 */
@NullMarked
package opencmg.gateway.edge;

import org.jspecify.annotations.NullMarked;
