/**
 * {@code lab.json} and the site server's API: how tools find a running lab and talk to its site.
 *
 * <p>Used by all tools. Threads: any. Limits: responses are small and collected.
 */
@NullMarked
package opencmg.client.descriptor;

import org.jspecify.annotations.NullMarked;
