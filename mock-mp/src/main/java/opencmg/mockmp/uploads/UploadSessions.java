package opencmg.mockmp.uploads;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import opencmg.mockmp.clientid.SmsId;
import org.jspecify.annotations.Nullable;

/** The files on their way. An idle one is forgotten when somebody needs its place, or after an hour. */
final class UploadSessions {

    private static final int MAX_SESSIONS = 1000;
    private static final Duration IDLE = Duration.ofHours(1);

    private final Clock clock;
    private final Map<UUID, UploadSession> sessions = new LinkedHashMap<>();

    UploadSessions(Clock clock) {
        this.clock = clock;
    }

    /** A new session; empty when there are too many. */
    synchronized Optional<UploadSession> open(String path) {
        Instant now = clock.instant();
        if (sessions.size() >= MAX_SESSIONS) {
            sessions.values().removeIf(session -> session.used().isBefore(now.minus(IDLE)));
        }
        if (sessions.size() >= MAX_SESSIONS) {
            return Optional.empty();
        }
        UploadSession session = new UploadSession(UUID.randomUUID(), path, now);
        sessions.put(session.id(), session);
        return Optional.of(session);
    }

    /** By the GUID of a header, with or without braces. */
    synchronized Optional<UploadSession> find(@Nullable String header) {
        return SmsId.parse(header).map(id -> sessions.get(id.value())).filter(session -> !session.used()
                .isBefore(clock.instant().minus(IDLE)));
    }

    synchronized void forget(UploadSession session) {
        sessions.remove(session.id());
    }
}
