/**
 * The commands of the program, one class each; design and exit codes are in docs/command-line.md.
 *
 * <p>A command returns its exit code: 0 done, 1 the thing failed, 2 bad usage or configuration. It prints results to standard output and
 * everything else to standard error. Users: people and scripts. Threads: the main thread, which may block.
 */
@NullMarked
package opencmg.cli;

import org.jspecify.annotations.NullMarked;
