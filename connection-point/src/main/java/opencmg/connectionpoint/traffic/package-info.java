/**
 * Counts what was relayed, per endpoint, under the names of the product's five-minute report (protocol.md 1.7).
 *
 * <p>Users: the relay writes on every loop; the admin server and the log read. Threads: any. Limits: one row per published endpoint.
 */
@NullMarked
package opencmg.connectionpoint.traffic;

import org.jspecify.annotations.NullMarked;
