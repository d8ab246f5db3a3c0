/**
 * Many installed clients in one process: each with its own certificate and its own place at the site, all busy with a steady mix of what clients do.
 *
 * <p>Users: {@code opencmg client}. Threads: one event loop carries all devices and their figures; signing is done on worker threads; the caller blocks.
 * Limits: 50,000 devices, requests under way (more that become due are counted and left out), connections, kinds of failures; every run has an end.
 */
@NullMarked
package opencmg.client.fleet;

import org.jspecify.annotations.NullMarked;
