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

/** The open upload sessions, at most 1000. One that was idle for an hour is expired; expired ones are removed when the limit is reached. Any thread. */
final class UploadSessions {

    private static final int MAX_SESSIONS = 1000;
    private static final Duration IDLE_TIMEOUT = Duration.ofHours(1);

    private final Clock clock;
    private final Map<UUID, UploadSession> sessions = new LinkedHashMap<>();

    UploadSessions(Clock clock) {
        this.clock = clock;
    }

    /** Opens a session; empty when there are too many. */
    synchronized Optional<UploadSession> open(String path) {
        Instant now = clock.instant();
        if (sessions.size() >= MAX_SESSIONS) {
            sessions.values().removeIf(session -> session.lastUsed().isBefore(now.minus(IDLE_TIMEOUT)));
        }
        if (sessions.size() >= MAX_SESSIONS) {
            return Optional.empty();
        }
        UploadSession session = new UploadSession(UUID.randomUUID(), path, now);
        sessions.put(session.id(), session);
        return Optional.of(session);
    }

    /** Finds a session by the GUID in a header, with or without braces. */
    synchronized Optional<UploadSession> find(@Nullable String header) {
        return SmsId.parse(header).map(id -> sessions.get(id.value())).filter(session -> !session.lastUsed()
                .isBefore(clock.instant().minus(IDLE_TIMEOUT)));
    }

    synchronized void remove(UploadSession session) {
        sessions.remove(session.id());
    }
}
