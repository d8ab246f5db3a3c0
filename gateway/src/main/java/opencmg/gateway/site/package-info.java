/**
 * What the sites publish, as the gateway uses it: the newest configuration of each site, compiled for quick look-up (docs/architecture.md).
 *
 * <p>{@link opencmg.gateway.site.PublishedSites} takes configurations from the tunnel; admission and identity read
 * {@link opencmg.gateway.site.SiteView}. A view is immutable and read without a lock from any thread; accepting parses certificates and belongs
 * off the event loop. Holds one configuration per site code and at most {@value opencmg.gateway.site.PublishedSites#MOST_SITES} sites.
 */
@NullMarked
package opencmg.gateway.site;

import org.jspecify.annotations.NullMarked;
