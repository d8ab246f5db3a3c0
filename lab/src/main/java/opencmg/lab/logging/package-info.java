/**
 * Where the lines of all parts go: warnings to standard error, or one line each to the console, or files for each part in a folder.
 *
 * <p>Set up in code, since reading a configuration file costs every command a fifth of a second at its start. Users: the commands. Threads: any;
 * files are written by a thread of their own, so that no event loop waits for a disk. Limits: up to 8,192 lines wait for that thread, the ones
 * that come when it is full are dropped.
 */
@NullMarked
package opencmg.lab.logging;

import org.jspecify.annotations.NullMarked;
