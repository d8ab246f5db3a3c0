/**
 * The published site configurations as the gateway uses them: the newest one of each site, prepared for quick look-up (docs/architecture.md).
 *
 * <p>{@link opencmg.gateway.site.PublishedSites} receives configurations from the tunnel; admission and identity read a
 * {@link opencmg.gateway.site.PublishedSites.Snapshot}. Snapshots are immutable and can be read from any thread without a lock. Applying a
 * configuration parses certificates, so it must not run on the event loop. Limits: one configuration per site code and at most
 * {@value opencmg.gateway.site.PublishedSites#MAX_SITES} sites.
 */
@NullMarked
package opencmg.gateway.site;

import org.jspecify.annotations.NullMarked;
