/**
 * {@code opencmg bench}: the whole chain and the proxies that people would take in its place, side by side in one alternating run.
 *
 * <p>{@link opencmg.bench.Bench} is the order of the run; a {@code Measurement} is what is done to one side in one round. The sides are in
 * {@code side}, what loads them in {@code load}, what comes out in {@code report}; the method is told in docs/performance.md.
 *
 * <p>Users: the command line. Threads: the caller's. Limits: loopback only, everything has an end in time, and nothing is left behind.
 */
@NullMarked
package opencmg.bench;

import org.jspecify.annotations.NullMarked;
