/**
 * What a gateway or connection point reports about itself on its admin server, as a table for people.
 *
 * <p>Used by the command {@code status}. Threads: the caller's. Limits: ten seconds for each request.
 */
@NullMarked
package opencmg.diagnose.status;

import org.jspecify.annotations.NullMarked;
