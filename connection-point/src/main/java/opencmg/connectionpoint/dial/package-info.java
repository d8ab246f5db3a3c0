/**
 * Resolves the gateways' names to the addresses that are dialled, and logs what happens to the tunnel connections.
 *
 * <p>Users: the composition root. Threads: any. Limits: the gateways of the settings, with every address of their names.
 */
@NullMarked
package opencmg.connectionpoint.dial;

import org.jspecify.annotations.NullMarked;
