/**
 * Client setup files and the paths for load tests, both with byte ranges.
 *
 * <p>Users: the management point's router. Threads: event loops; listing and hashing of the files block and run at start. Limits: 10,000 files, 1 GiB for
 * a generated download or an upload; only the chunks in flight are in memory.
 */
@NullMarked
package opencmg.mockmp.files;

import org.jspecify.annotations.NullMarked;
