package opencmg.mockmp.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Queries that people type, in SQL Server's spelling. They run as a database user that can only read the site's tables, in a read-only transaction that
 * is rolled back, with limits on rows, cells and time. As a second line, anything but one SELECT is refused, and so are the functions by which a SELECT
 * reaches files or other servers.
 */
public final class ReadOnlyQueries {

    private static final int MAX_ROWS = 1000;
    private static final int MAX_CELL_LENGTH = 10_000;
    private static final int MAX_SECONDS = 10;
    private static final Pattern COMMENT = Pattern.compile("--|/\\*|\\*/");
    private static final Pattern FORBIDDEN = Pattern.compile(
            "U&|\\b(INTO|CALL|EXEC|EXECUTE|COPY|SET_CONFIG|LO_\\w+|PG_\\w+|FILE_\\w+|CSV\\w+|LINK_\\w+)\\b",
            Pattern.CASE_INSENSITIVE);

    /** Column names and rows; a cell is null where the database has NULL. */
    public record Table(List<String> columns, List<List<@Nullable String>> rows) {}

    private final Database database;

    public ReadOnlyQueries(Database database) {
        this.database = database;
    }

    /**
     * Runs one query.
     *
     * @throws IllegalArgumentException when it is no single SELECT, or the database does not understand it
     */
    public Table run(String query) {
        String sql = query.strip().replaceFirst(";\\s*$", "");
        String withoutLiterals = sql.replaceAll("'(?:[^']|'')*'", "''");
        if (!sql.toLowerCase(Locale.ROOT).startsWith("select")
                || withoutLiterals.contains(";")
                || COMMENT.matcher(withoutLiterals).find()
                || FORBIDDEN.matcher(withoutLiterals).find()) {
            throw new IllegalArgumentException(
                    "only one SELECT over the site's own tables runs here, for example: SELECT [MutualAuthPath] FROM"
                            + " [dbo].[vProxy_Roles]");
        }
        try {
            return database.readAsReader(
                    connection -> query(connection, database.dialect().translate(sql)));
        } catch (DatabaseException e) {
            throw new IllegalArgumentException("the database says: " + firstLine(e.getMessage()), e);
        }
    }

    private static Table query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(MAX_SECONDS);
            statement.setMaxRows(MAX_ROWS);
            try (ResultSet rows = statement.executeQuery(sql)) {
                return table(rows);
            }
        }
    }

    private static Table table(ResultSet rows) throws SQLException {
        ResultSetMetaData names = rows.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= names.getColumnCount(); i++) {
            columns.add(names.getColumnLabel(i));
        }
        List<List<@Nullable String>> found = new ArrayList<>();
        while (rows.next()) {
            List<@Nullable String> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(shortened(rows.getString(i)));
            }
            found.add(row);
        }
        return new Table(columns, found);
    }

    private static @Nullable String shortened(@Nullable String cell) {
        return cell == null || cell.length() <= MAX_CELL_LENGTH ? cell : cell.substring(0, MAX_CELL_LENGTH);
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }
}
