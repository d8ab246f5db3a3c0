package opencmg.tunnel;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of one connection.
 *
 * @param id of the connection, unique in this process
 * @param peer address and port of the other end
 * @param hello the connection point's hello; null before it arrives
 * @param since when the connection was opened
 * @param roundTrip of the last PING; null before the first response
 * @param inFlight exchanges in flight
 * @param exchanges all exchanges so far
 * @param bytesIn body bytes received
 * @param bytesOut body bytes sent
 * @param lastError code and detail of the last failed exchange; empty if none has failed. A client that disconnects is not an error
 * @param draining whether either side has announced that it will close
 */
public record TunnelStatus(
        String id,
        String peer,
        @Nullable Hello hello,
        Instant since,
        @Nullable Duration roundTrip,
        int inFlight,
        long exchanges,
        long bytesIn,
        long bytesOut,
        String lastError,
        boolean draining) {}
