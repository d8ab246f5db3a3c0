package opencmg.mockmp.uploads;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import opencmg.mockmp.database.Database;
import opencmg.mockmp.database.Sql;

/** The list of uploaded files. Blocking. At most 10,000 rows are kept, for at most 30 days. */
public final class ReceivedUploads {

    private static final Duration RETENTION = Duration.ofDays(30);
    private static final int MAX_ROWS = 10_000;
    private static final int MAX_LIST_ROWS = 1000;
    private static final int MAX_PATH_LENGTH = 400;

    /**
     * One uploaded file.
     *
     * @param session BITS session id
     * @param sha256 hex
     */
    public record Upload(UUID session, String path, long bytes, String sha256, Instant received, String request) {}

    private final Database database;
    private final Clock clock;

    public ReceivedUploads(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void add(UploadSession session, String sha256, String request) {
        String path = session.path();
        database.change(connection -> Sql.execute(
                connection,
                "INSERT INTO dbo.uploads (session, path, bytes, sha256, received, request) VALUES (?, ?, ?, ?, ?, ?)",
                session.id(),
                path.length() > MAX_PATH_LENGTH ? path.substring(0, MAX_PATH_LENGTH) : path,
                session.received(),
                sha256,
                clock.instant(),
                request));
    }

    /** Lists the newest uploads, newest first; at most 1000. */
    public List<Upload> list(int limit) {
        return database.read(connection -> Sql.query(
                connection,
                "SELECT session, path, bytes, sha256, received, request FROM dbo.uploads ORDER BY id DESC FETCH FIRST "
                        + Math.min(limit, MAX_LIST_ROWS) + " ROWS ONLY",
                row -> new Upload(
                        Sql.uuid(row, "session"),
                        row.getString("path"),
                        row.getLong("bytes"),
                        row.getString("sha256"),
                        Sql.instant(row, "received"),
                        row.getString("request"))));
    }

    /** Deletes rows over the limits of age and number. */
    public void deleteExpired() {
        database.change(connection -> {
            Sql.execute(
                    connection,
                    "DELETE FROM dbo.uploads WHERE received < ?",
                    clock.instant().minus(RETENTION));
            Sql.execute(
                    connection, "DELETE FROM dbo.uploads WHERE id <= (SELECT MAX(id) FROM dbo.uploads) - " + MAX_ROWS);
        });
    }
}
