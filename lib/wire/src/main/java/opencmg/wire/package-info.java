/**
 * A wire that breaks by command: a loopback TCP relay between two parts that can stall, slow down, swallow, garble or cut what goes through.
 *
 * <p>Used by the fault tests and by testers ({@code opencmg lab --wire}, {@code opencmg wire}). Each connection lives on the event loop that
 * accepted it; what is in flight is bounded by the sockets' own write queues.
 */
@NullMarked
package opencmg.wire;

import org.jspecify.annotations.NullMarked;
