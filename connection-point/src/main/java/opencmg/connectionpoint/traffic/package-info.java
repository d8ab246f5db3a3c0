/**
 * What went through, per endpoint, under the names of the product's five-minute report (protocol.md 1.7).
 *
 * <p>Written by the relay on every loop, read by the admin face and the log. Threads: any. Limits: one row per published endpoint.
 */
@NullMarked
package opencmg.connectionpoint.traffic;

import org.jspecify.annotations.NullMarked;
