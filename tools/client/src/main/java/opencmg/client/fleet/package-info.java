/**
 * Many installed clients in one process. Each has its own certificate and registration, and all of them perform a steady mix of
 * typical client work.
 *
 * <p>Users: {@code opencmg client}. Threads: one event loop runs all devices and their counters; worker threads sign; the caller
 * blocks. Limits: 50,000 devices; the work in flight (work that becomes due beyond that is counted and skipped); connections; kinds
 * of failures; the duration of a run.
 */
@NullMarked
package opencmg.client.fleet;

import org.jspecify.annotations.NullMarked;
