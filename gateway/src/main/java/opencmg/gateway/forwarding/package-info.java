/**
 * Forwards an admitted request to the response head: which tunnel it takes, when it is retried on another one, and when it is cancelled.
 *
 * <p>Used by edge through {@link opencmg.gateway.forwarding.Forwarder}. {@link opencmg.gateway.forwarding.Tunnels} knows the tunnels that are up;
 * {@link opencmg.gateway.forwarding.SiteUpdates} applies the site configurations that arrive through them, and
 * {@link opencmg.gateway.forwarding.SiteBinding} decides for which site a connection point may speak.
 *
 * <p>Threads: a Forwarder, its exchanges and its {@link opencmg.gateway.forwarding.Deadlines} belong to one event loop and are only used there; Tunnels
 * and {@link opencmg.gateway.forwarding.InFlight} are shared by all loops; site configurations are parsed on a worker thread. Limits: exchanges in
 * flight, one retry per exchange within a budget, body bytes and waiting time per endpoint.
 */
@NullMarked
package opencmg.gateway.forwarding;

import org.jspecify.annotations.NullMarked;
