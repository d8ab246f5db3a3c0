package opencmg.mockmp.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import opencmg.settings.InvalidSettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteDatabaseTest {

    @TempDir
    Path directory;

    @Test
    void undoesAllOfATransactionThatFails() {
        try (SiteDatabase database = SiteDatabase.open(directory, null)) {
            assertThatThrownBy(() -> database.change(connection -> {
                        put(connection, "half");
                        throw new IllegalStateException("power cut");
                    }))
                    .hasMessage("power cut");
            assertThatThrownBy(() -> database.change(connection -> {
                        put(connection, "same");
                        put(connection, "same");
                    }))
                    .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.collision())
                            .isTrue());

            assertThat(database.<Long>read(connection -> Sql.query(
                                    connection, "SELECT COUNT(*) FROM dbo.documents", row -> row.getLong(1))
                            .get(0)))
                    .isZero();
        }
    }

    @Test
    void keepsAllThatWasCommittedAndNothingElseInACrash() {
        Path crashed = directory.resolve("crashed");
        Path later = directory.resolve("later");
        try (SiteDatabase database = SiteDatabase.open(directory, null)) {
            database.change(connection -> put(connection, "committed"));
            database.change(connection -> {
                put(connection, "half");
                leftBehind(crashed);
            });
            leftBehind(later);
        }

        assertThat(documents(crashed)).containsExactly("committed");
        assertThat(documents(later)).containsExactly("committed", "half");
    }

    /** What the disk holds at this moment, which is all that a crash leaves. */
    private void leftBehind(Path copy) {
        try {
            Files.createDirectories(copy);
            Files.copy(directory.resolve("site.mv.db"), copy.resolve("site.mv.db"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> documents(Path directory) {
        try (SiteDatabase database = SiteDatabase.open(directory, null)) {
            return database.read(connection -> Sql.query(
                    connection, "SELECT document_id FROM dbo.documents ORDER BY document_id", row -> row.getString(1)));
        }
    }

    @Test
    void readsBracketsInBothDialectsAndSaysWhenAServerIsNotThere() {
        try (SiteDatabase database = SiteDatabase.open(directory, null)) {
            assertThat(database.dialect()).isEqualTo(Dialect.H2);
            assertThat(Dialect.POSTGRESQL.readable("SELECT [a b] FROM [dbo].[t] WHERE c = '[x]'''"))
                    .isEqualTo("SELECT \"a b\" FROM \"dbo\".\"t\" WHERE c = '[x]'''");
        }
        assertThatThrownBy(() -> SiteDatabase.open(
                        directory, new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/none", "nobody", null)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("database: cannot be opened");
    }

    private static void put(Connection connection, String id) throws SQLException {
        Sql.execute(connection, "INSERT INTO dbo.documents (document_id, body) VALUES (?, ?)", id, "x");
    }
}
