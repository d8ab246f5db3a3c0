/**
 * Gets the site configuration: from the site server by long poll, or from a file next to a real management point.
 *
 * <p>Users: the composition root. Threads: one Vert.x context per source; files and parsing run on worker threads. Limits: a response of the site
 * server above 16 MiB is refused; the delay between attempts grows to 30 s at most.
 */
@NullMarked
package opencmg.connectionpoint.site;

import org.jspecify.annotations.NullMarked;
