/**
 * From an admitted request to an answer's head: which tunnel it takes, when it may try another one, and when it is given up.
 *
 * <p>Used by edge through {@link opencmg.gateway.forwarding.Forward}, which is a chain of small wrappers put together in
 * {@link opencmg.gateway.forwarding.Forwarder}; the tunnels that are up stand in {@link opencmg.gateway.forwarding.Tunnels}.
 *
 * <p>Threads: a chain, its exchanges and its {@link opencmg.gateway.forwarding.Deadlines} belong to one event loop and are touched there alone;
 * Tunnels and {@link opencmg.gateway.forwarding.InFlight} are shared by all loops. Limits: exchanges in flight, one retry an exchange within a
 * budget, body bytes and waiting time by endpoint.
 */
@NullMarked
package opencmg.gateway.forwarding;

import org.jspecify.annotations.NullMarked;
