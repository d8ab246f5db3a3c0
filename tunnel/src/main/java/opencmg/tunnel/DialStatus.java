package opencmg.tunnel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One connection that the connection point keeps, or tries to.
 *
 * @param target which gateway
 * @param attempts failed attempts in a row
 * @param lastError of the last failed attempt or lost connection, with its phase; empty when there was none
 * @param lastErrorAt when; null when there was none
 * @param live the connection, null while there is none
 * @param siteVersion version of the site configuration that the gateway says it runs, 0 when not yet known
 */
public record DialStatus(
        TunnelDialer.Target target,
        int attempts,
        String lastError,
        @Nullable Instant lastErrorAt,
        @Nullable TunnelStatus live,
        long siteVersion) {}
