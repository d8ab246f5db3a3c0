/**
 * Large reports by the BITS upload protocol [MC-BUP] below {@code /CCM_Incoming}. Bytes are counted and hashed as they arrive, and not kept; completed
 * uploads are listed in the database.
 *
 * <p>Users: the management point's router and the site server API. Threads: event loops of all ports share the sessions; the list is for worker threads.
 * Limits: 1000 sessions in memory, an hour of idle time, 1 GiB a file.
 */
@NullMarked
package opencmg.mockmp.uploads;

import org.jspecify.annotations.NullMarked;
