/**
 * What clients report: discovery records, inventory, status and state messages (protocol.md 2.10), stored unchanged and counted.
 *
 * <p>Users: the message dispatcher and the site server API. Threads: worker threads; the state is in the database. Limits: 100,000 messages, 30 days.
 */
@NullMarked
package opencmg.mockmp.reports;

import org.jspecify.annotations.NullMarked;
