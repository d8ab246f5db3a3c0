/**
 * Log files in the form that CMTrace and the people who use it know (protocol.md 3.1).
 *
 * <p>Users: the ccmsetup client. Threads: any; a line is written whole. Limits: lines go to the disk at once, so this is not for an event loop.
 */
@NullMarked
package opencmg.launch.cmtrace;

import org.jspecify.annotations.NullMarked;
