package opencmg.tunnel;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of dialling one gateway, and of the connection to it.
 *
 * @param target the gateway
 * @param failedAttempts consecutive failed attempts
 * @param lastError the last failed attempt or lost connection, with its phase; empty if there was none
 * @param lastErrorAt when that happened; null if there was none
 * @param up whether the connection may carry exchanges
 * @param connection the current connection; null if there is none. It is not {@code up} before the gateway's welcome
 * @param draining older connections that accept nothing new and still have exchanges in flight
 * @param siteVersion version of the site configuration that the gateway says it runs; 0 if not known yet
 */
public record DialStatus(
        TunnelTarget target,
        int failedAttempts,
        String lastError,
        @Nullable Instant lastErrorAt,
        boolean up,
        @Nullable TunnelStatus connection,
        List<TunnelStatus> draining,
        long siteVersion) {

    /** Whether the very first attempt is still running, so that it is not known yet whether this gateway can be reached. */
    public boolean isFirstAttemptPending() {
        return !up && lastErrorAt == null;
    }
}
