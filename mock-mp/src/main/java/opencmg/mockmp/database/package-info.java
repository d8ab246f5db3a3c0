/**
 * The site database: H2 in a file, or PostgreSQL. Plain JDBC that refuses to run on an event loop; {@link opencmg.mockmp.database.BlockingWork}
 * is the one way off the loop, bounded in threads and in waiting work.
 */
@NullMarked
package opencmg.mockmp.database;

import org.jspecify.annotations.NullMarked;
