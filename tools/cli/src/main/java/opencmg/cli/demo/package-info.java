/**
 * A tour of everything: a lab in one JVM, a client installed and registered through it, then what the gateway admits and refuses.
 *
 * <p>Users: {@code opencmg demo}. Threads: the caller's, blocked. Limits: a temporary directory, removed at the end.
 */
@NullMarked
package opencmg.cli.demo;

import org.jspecify.annotations.NullMarked;
