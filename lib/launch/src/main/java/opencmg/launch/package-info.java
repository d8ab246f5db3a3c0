/**
 * How a JVM of this program is started: its flags, and the archive of classes that makes that quicker.
 *
 * <p>Users: the lab's processes and the benchmarks; the launcher gives the same flags to the first JVM. Threads: any. Limits: none.
 */
@NullMarked
package opencmg.launch;

import org.jspecify.annotations.NullMarked;
