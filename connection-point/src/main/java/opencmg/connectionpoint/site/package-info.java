/**
 * Where the site configuration comes from: the site server by long poll, or a file beside a real management point.
 *
 * <p>Used by the composition root. Threads: one Vert.x context per source, files and parsing off it. Limits: an answer of the site server
 * above 16 MiB is refused; waits between attempts grow to 30 s and no further.
 */
@NullMarked
package opencmg.connectionpoint.site;

import org.jspecify.annotations.NullMarked;
