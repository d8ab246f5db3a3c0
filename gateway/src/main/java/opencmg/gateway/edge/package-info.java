/**
 * The TLS edge: what clients from the internet talk to. {@link opencmg.gateway.edge.EdgeHandler} is the page to read first: pause, admit, forward,
 * send, refuse, log.
 *
 * <p>Used by the composition root, which makes one {@link opencmg.gateway.edge.EdgeServer} for each event loop. Uses admission to decide and
 * forwarding to send on.
 *
 * <p>Threads: everything of a client connection happens on its event loop; {@link opencmg.gateway.edge.AccessLog} and the meters are shared.
 * Limits: {@link opencmg.gateway.edge.EdgeLimits}; bodies are streamed, never collected. Every connection, waiting or stalled, has a time after which
 * it is closed.
 */
@NullMarked
package opencmg.gateway.edge;

import org.jspecify.annotations.NullMarked;
