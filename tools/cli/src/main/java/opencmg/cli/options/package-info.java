/**
 * Options that several commands have in common, to be mixed in.
 *
 * <p>Users: the commands. Threads: the one that reads the command line.
 */
@NullMarked
package opencmg.cli.options;

import org.jspecify.annotations.NullMarked;
