package opencmg.tunnel;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A connection at one moment.
 *
 * @param id of the connection, unique in this process
 * @param peer address and port of the other end
 * @param hello what the connection point said, null until it has
 * @param since when it came up
 * @param roundTrip of the last PING, null before the first answer
 * @param outstanding exchanges in flight
 * @param exchanges all exchanges so far
 * @param bytesIn body bytes received
 * @param bytesOut body bytes sent
 * @param lastError how the last exchange failed that did, code and detail; empty when none has. A client that went away is no error
 * @param draining whether one side has said that it will go
 */
public record TunnelStatus(
        String id,
        String peer,
        @Nullable Hello hello,
        Instant since,
        @Nullable Duration roundTrip,
        int outstanding,
        long exchanges,
        long bytesIn,
        long bytesOut,
        String lastError,
        boolean draining) {}
