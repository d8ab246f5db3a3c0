/**
 * Large reports: the BITS upload protocol [MC-BUP] below {@code /CCM_Incoming}. Bytes are counted and hashed as they come and not kept; what came in
 * is listed in the database. Sessions are in memory, limited in number and in idle time, and used by the event loops of all ports.
 */
@NullMarked
package opencmg.mockmp.uploads;

import org.jspecify.annotations.NullMarked;
