/**
 * Log files in the format of CMTrace (protocol.md 3.1).
 *
 * <p>Users: the ccmsetup client. Threads: any; each line is written as a whole. Limits: lines are written synchronously, so this is not for an event
 * loop.
 */
@NullMarked
package opencmg.launch.cmtrace;

import org.jspecify.annotations.NullMarked;
