package opencmg.mockmp.reports;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.database.Database;
import opencmg.mockmp.database.Sql;
import opencmg.mockmp.messaging.Message;

/** The reports of clients. Blocking. At most 100,000 are kept, for at most 30 days. */
public final class ReceivedMessages {

    private static final Duration RETENTION = Duration.ofDays(30);
    private static final int MAX_ROWS = 100_000;
    private static final int MAX_LIST_ROWS = 1000;

    /** One row of the list for people. */
    public record Entry(
            long id, String endpoint, String kind, SmsId device, Instant received, String request, int length) {}

    /** Number of messages of one endpoint. */
    public record Count(String endpoint, long messages) {}

    private final Database database;
    private final Clock clock;

    public ReceivedMessages(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Stores a message.
     *
     * @param kind name of the root element of the body
     */
    void add(Message message, String kind, SmsId device, String request) {
        database.change(connection -> Sql.execute(
                connection,
                "INSERT INTO dbo.messages (endpoint, kind, device, received, request, length, payload) VALUES (?, ?,"
                        + " ?, ?, ?, ?, ?)",
                message.header().endpoint(),
                kind.length() > 100 ? kind.substring(0, 100) : kind,
                device.value(),
                clock.instant(),
                request,
                message.body().length(),
                message.payload()));
    }

    /** Lists the newest messages, newest first; at most 1000. */
    public List<Entry> list(int limit) {
        return database.read(connection -> Sql.query(
                connection,
                "SELECT id, endpoint, kind, device, received, request, length FROM dbo.messages ORDER BY id DESC FETCH"
                        + " FIRST "
                        + Math.min(limit, MAX_LIST_ROWS) + " ROWS ONLY",
                row -> new Entry(
                        row.getLong("id"),
                        row.getString("endpoint"),
                        row.getString("kind"),
                        new SmsId(Sql.uuid(row, "device")),
                        Sql.instant(row, "received"),
                        row.getString("request"),
                        row.getInt("length"))));
    }

    public List<Count> counts() {
        return database.read(connection -> Sql.query(
                connection,
                "SELECT endpoint, COUNT(*) AS messages FROM dbo.messages GROUP BY endpoint ORDER BY endpoint",
                row -> new Count(row.getString("endpoint"), row.getLong("messages"))));
    }

    /** Deletes rows over the limits of age and number. */
    public void deleteExpired() {
        database.change(connection -> {
            Sql.execute(
                    connection,
                    "DELETE FROM dbo.messages WHERE received < ?",
                    clock.instant().minus(RETENTION));
            Sql.execute(
                    connection,
                    "DELETE FROM dbo.messages WHERE id <= (SELECT MAX(id) FROM dbo.messages) - " + MAX_ROWS);
        });
    }
}
