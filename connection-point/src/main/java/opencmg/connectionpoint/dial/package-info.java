/**
 * Which gateways are dialled and what happens to the tunnels: addresses are resolved again and again, changes are logged.
 *
 * <p>Used by the connection point's composition root. Threads: any. Limits: those of the settings.
 */
@NullMarked
package opencmg.connectionpoint.dial;

import org.jspecify.annotations.NullMarked;
