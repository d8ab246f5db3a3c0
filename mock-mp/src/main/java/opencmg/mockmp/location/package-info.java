/**
 * Replies with locations and facts of the site: MP_LocationManager and the {@code .sms_aut} queries (protocol.md 2.8, 2.9).
 *
 * <p>Users: the message dispatcher and {@code SmsMpHandler}. Threads: worker threads; no state of its own. No limits are needed: replies are small.
 */
@NullMarked
package opencmg.mockmp.location;

import org.jspecify.annotations.NullMarked;
