/**
 * A relational database: H2 in a file, or PostgreSQL. Plain JDBC over a pool, schema migrations, and queries that people type
 * ({@link opencmg.mockmp.database.ReadOnlyQueries}). Depends on nothing else of the mock site: names and migrations are parameters.
 *
 * <p>Users: every package with a table. Threads: worker threads only, by {@link opencmg.mockmp.database.WorkerPool}, the single way off the event
 * loop; its threads and its queue are limited. Limits: 8 connections; a typed query gets 10 seconds, 1000 rows and 10,000 characters a cell.
 */
@NullMarked
package opencmg.mockmp.database;

import org.jspecify.annotations.NullMarked;
