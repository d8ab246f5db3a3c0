/**
 * Options that several commands share, as picocli mixins.
 *
 * <p>Users: the commands. Threads: the one that parses the command line.
 */
@NullMarked
package opencmg.cli.options;

import org.jspecify.annotations.NullMarked;
