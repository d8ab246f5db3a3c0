/**
 * How the programs of this project start and stop: log set-up ({@link opencmg.launch.LogSetup}), CMTrace log files (subpackage {@code cmtrace}), JVM
 * flags and class archive of child processes ({@link opencmg.launch.JvmCommand}, {@link opencmg.launch.ClassArchive}), the Vert.x instances
 * ({@link opencmg.launch.Loops}), the stop signal ({@link opencmg.launch.StopSignal}) and exit codes.
 *
 * <p>Users: the commands, the lab, the benchmarks and the client. Threads: any but event loops, because files are read and written. Limits: at most
 * 8192 log lines wait for the disk; further lines are dropped.
 */
@NullMarked
package opencmg.launch;

import org.jspecify.annotations.NullMarked;
