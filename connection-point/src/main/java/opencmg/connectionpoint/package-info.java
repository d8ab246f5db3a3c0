/**
 * The connection point: dials every gateway, takes requests out of the tunnel and relays them to management points and software update
 * points (docs/connection-point.md).
 *
 * <p>{@link opencmg.connectionpoint.ConnectionPoint} is the composition root. It reads all files, starts one {@code ConnectorLoop} per event loop,
 * the admin server and the source of the site configuration, and hands each new {@code SiteSnapshot} to every loop. Packages: {@code dial} knows the
 * gateways' addresses, {@code relay} relays requests, {@code site} gets the site configuration, {@code traffic} counts, {@code admin} serves the
 * status pages.
 *
 * <p>Users: the {@code connection-point} command and the lab. Threads: an exchange stays on the loop of its tunnel connection; shared state is
 * immutable or atomic; files are read in {@link opencmg.connectionpoint.site.BlockingWork} only. Limits:
 * {@link opencmg.connectionpoint.relay.RelayLimits}.
 */
@NullMarked
package opencmg.connectionpoint;

import org.jspecify.annotations.NullMarked;
