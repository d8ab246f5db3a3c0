/**
 * Once through everything: a lab in memory, a client installed and registered through it, then what the gateway lets through and what it refuses.
 *
 * <p>Users: {@code opencmg demo}. Threads: the caller's, blocked. Limits: a temporary directory, removed at the end.
 */
@NullMarked
package opencmg.cli.demo;

import org.jspecify.annotations.NullMarked;
