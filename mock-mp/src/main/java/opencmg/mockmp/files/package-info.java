/**
 * Client setup files and the load-test paths, streamed with ranges and back-pressure. Event loop; nothing is held in memory but one chunk.
 */
@NullMarked
package opencmg.mockmp.files;

import org.jspecify.annotations.NullMarked;
