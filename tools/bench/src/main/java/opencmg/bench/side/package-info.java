/**
 * What is compared: this project's gateway with its connection point, and the proxies that people would take in its place, each as processes of
 * their own on loopback with configurations made here. All have the same backend, the same certificates and the same ciphers.
 *
 * <p>{@link opencmg.bench.side.BenchWorkspace} is the temporary folder with the PKI; {@link opencmg.bench.side.Side} is one contestant.
 * Users: the benchmark. Threads: the caller's; the end may come from a shutdown hook. Limits: everything listens on 127.0.0.1, and nothing
 * outlives the workplace.
 */
@NullMarked
package opencmg.bench.side;

import org.jspecify.annotations.NullMarked;
