package opencmg.mockmp.reports;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.database.SiteDatabase;
import opencmg.mockmp.database.Sql;
import opencmg.mockmp.messaging.Message;

/** What clients reported, newest last. At most a hundred thousand and none older than thirty days stay. */
public final class ReceivedMessages {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final int MOST = 100_000;
    private static final int LONGEST_LIST = 1000;

    /** One row of the list that people see. */
    public record Entry(
            long id, String endpoint, String kind, SmsId device, Instant received, String request, int length) {}

    /** How many came in, by endpoint. */
    public record Count(String endpoint, long messages) {}

    private final SiteDatabase database;
    private final Clock clock;

    public ReceivedMessages(SiteDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Keeps a message.
     *
     * @param kind name of the body's root element
     */
    void add(Message message, String kind, SmsId device, String request) {
        database.change(connection -> Sql.execute(
                connection,
                "INSERT INTO dbo.messages (endpoint, kind, device, received, request, length, payload) VALUES (?, ?, ?, ?, ?, ?, ?)",
                message.header().endpoint(),
                kind.length() > 100 ? kind.substring(0, 100) : kind,
                device.value(),
                clock.instant(),
                request,
                message.body().length(),
                message.payload()));
    }

    /** The newest first. */
    public List<Entry> list(int most) {
        return database.read(connection -> Sql.query(
                connection,
                "SELECT id, endpoint, kind, device, received, request, length FROM dbo.messages ORDER BY id DESC FETCH FIRST "
                        + Math.min(most, LONGEST_LIST) + " ROWS ONLY",
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

    /** Forgets what is too old or too much. */
    public void thinOut() {
        database.change(connection -> {
            Sql.execute(
                    connection,
                    "DELETE FROM dbo.messages WHERE received < ?",
                    clock.instant().minus(KEPT));
            Sql.execute(
                    connection, "DELETE FROM dbo.messages WHERE id <= (SELECT MAX(id) FROM dbo.messages) - " + MOST);
        });
    }
}
