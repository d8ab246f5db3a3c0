package opencmg.tunnel;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection that the connection point keeps, or tries to.
 *
 * @param target which gateway
 * @param attempts failed attempts in a row
 * @param lastError of the last failed attempt or lost connection, with its phase; empty when there was none
 * @param lastErrorAt when; null when there was none
 * @param up whether it may carry exchanges
 * @param live the connection, null while there is none; it is not {@code up} before the gateway's welcome
 * @param leaving connections that carry nothing new, but are not done yet with what is in flight
 * @param siteVersion version of the site configuration that the gateway says it runs, 0 when not yet known
 */
public record DialStatus(
        TunnelTarget target,
        int attempts,
        String lastError,
        @Nullable Instant lastErrorAt,
        boolean up,
        @Nullable TunnelStatus live,
        List<TunnelStatus> leaving,
        long siteVersion) {

    /** Whether the first attempt is still under way: nobody knows yet whether this gateway can be reached. */
    public boolean undecided() {
        return !up && lastErrorAt == null;
    }
}
