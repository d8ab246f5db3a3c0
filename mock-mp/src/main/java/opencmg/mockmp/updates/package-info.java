/**
 * The software update point: the parts of Microsoft's open specification [MS-WUSP] that a scan needs, with a small catalogue.
 *
 * <p>Users: the composition root. Threads: event loops; nothing blocks. Limits: 1 MiB a request; no state per client.
 */
@NullMarked
package opencmg.mockmp.updates;

import org.jspecify.annotations.NullMarked;
