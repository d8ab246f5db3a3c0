package opencmg.mockmp.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import opencmg.settings.InvalidSettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

    private static final String MIGRATIONS = "opencmg/mockmp/migration";

    @TempDir
    Path directory;

    @Test
    void rollsBackATransactionThatFails() {
        try (Database database = open(directory)) {
            assertThatThrownBy(() -> database.change(connection -> {
                        put(connection, "half");
                        throw new IllegalStateException("power cut");
                    }))
                    .hasMessage("power cut");
            assertThatThrownBy(() -> database.change(connection -> {
                        put(connection, "same");
                        put(connection, "same");
                    }))
                    .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.isConflict())
                            .isTrue());

            assertThat(database.<Long>read(connection -> Sql.query(
                                    connection, "SELECT COUNT(*) FROM dbo.documents", row -> row.getLong(1))
                            .get(0)))
                    .isZero();
        }
    }

    @Test
    void keepsCommittedTransactionsAndNothingElseAfterACrash() {
        Path crashed = directory.resolve("crashed");
        Path later = directory.resolve("later");
        try (Database database = open(directory)) {
            database.change(connection -> put(connection, "committed"));
            database.change(connection -> {
                put(connection, "half");
                copyAsAfterACrash(crashed);
            });
            copyAsAfterACrash(later);
        }

        assertThat(documents(crashed)).containsExactly("committed");
        assertThat(documents(later)).containsExactly("committed", "half");
    }

    /** Copies what the disk holds at this moment, which is all that a crash leaves. */
    private void copyAsAfterACrash(Path copy) {
        try {
            Files.createDirectories(copy);
            Files.copy(directory.resolve("site.mv.db"), copy.resolve("site.mv.db"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> documents(Path directory) {
        try (Database database = open(directory)) {
            return database.read(connection -> Sql.query(
                    connection, "SELECT document_id FROM dbo.documents ORDER BY document_id", row -> row.getString(1)));
        }
    }

    @Test
    void acceptsBracketsInBothDialectsAndReportsAMissingServer() {
        try (Database database = open(directory)) {
            assertThat(database.dialect()).isEqualTo(Dialect.H2);
            assertThat(Dialect.POSTGRESQL.translate("SELECT [a b] FROM [dbo].[t] WHERE c = '[x]'''"))
                    .isEqualTo("SELECT \"a b\" FROM \"dbo\".\"t\" WHERE c = '[x]'''");
        }
        assertThatThrownBy(() -> Database.open(
                        "site",
                        directory,
                        new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/none", "nobody", null),
                        MIGRATIONS))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("database: cannot be opened");
    }

    /** Past the expression that looks at the text: what the database itself refuses to the user of typed queries. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO dbo.documents (document_id, body) VALUES ('x', 'x')",
                "DELETE FROM dbo.devices",
                "DROP TABLE dbo.devices",
                "CREATE TABLE dbo.mine (a INT)",
                "CREATE ALIAS run AS 'void run() {}'",
                "SELECT FILE_READ('/etc/hostname')",
                "SELECT * FROM CSVREAD('/etc/hostname')",
                "CALL CSVWRITE('stolen.csv', 'SELECT 1')",
                "SCRIPT TO 'stolen.sql'",
                "ALTER USER site SET PASSWORD 'x'",
                "GRANT ALL ON SCHEMA dbo TO opencmg_reader",
            })
    void letsTypedQueriesOnlyRead(String sql) {
        try (Database database = open(directory)) {
            database.change(connection -> put(connection, "kept"));

            assertThatThrownBy(() -> database.readAsReader(connection -> {
                        try (Statement statement = connection.createStatement()) {
                            return statement.execute(sql);
                        }
                    }))
                    .isInstanceOf(DatabaseException.class);
            assertThat(new ReadOnlyQueries(database)
                            .run("SELECT [document_id] FROM [dbo].[documents]")
                            .rows())
                    .containsExactly(List.of("kept"));
        }
    }

    private static Database open(Path directory) {
        return Database.open("site", directory, null, MIGRATIONS);
    }

    private static void put(Connection connection, String id) throws SQLException {
        Sql.execute(connection, "INSERT INTO dbo.documents (document_id, body) VALUES (?, ?)", id, "x");
    }
}
