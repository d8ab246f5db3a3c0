/**
 * Load: wrk where wrk can, and an own client for what it cannot (client certificates, a fixed rate, new connections, idle connections).
 *
 * <p>Users: the measurements of the benchmark. Threads: callers block; the client runs on one event loop of its own, as wrk does with one
 * thread. Limits: one request in flight per connection, 10,000 connections, and every
 * run has an end in time.
 */
@NullMarked
package opencmg.bench.load;

import org.jspecify.annotations.NullMarked;
