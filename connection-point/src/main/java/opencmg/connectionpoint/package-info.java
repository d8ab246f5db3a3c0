/**
 * The connection point: dials every gateway, takes requests out of the tunnel and relays them to management points and software update
 * points (docs/connection-point.md).
 *
 * <p>{@link opencmg.connectionpoint.ConnectionPoint} is the composition root. It reads all files, starts one
 * {@link opencmg.connectionpoint.ConnectorLoop} per event loop, the admin face and the source of the site configuration, and hands each new
 * {@link opencmg.connectionpoint.SiteSnapshot} configuration to every loop. Below it: {@code site} where the configuration comes from,
 * {@code upstream} the relay itself, {@code traffic} what is counted, {@code admin} what people and probes may read.
 *
 * <p>Threads: everything of one exchange stays on the loop of its tunnel connection; what is shared is immutable or atomic. Files are
 * touched in {@link opencmg.connectionpoint.site.BlockingWork} alone. Limits: {@link opencmg.connectionpoint.relay.RelayLimits}.
 */
@NullMarked
package opencmg.connectionpoint;

import org.jspecify.annotations.NullMarked;
