package opencmg.mockmp.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import opencmg.settings.InvalidSettings;
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
                    .isInstanceOfSatisfying(DatabaseFailure.class, e -> assertThat(e.collision())
                            .isTrue());

            assertThat(database.<Long>read(connection -> Sql.query(
                                    connection, "SELECT COUNT(*) FROM dbo.documents", row -> row.getLong(1))
                            .get(0)))
                    .isZero();
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
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("database: cannot be opened");
    }

    private static void put(Connection connection, String id) throws SQLException {
        Sql.execute(connection, "INSERT INTO dbo.documents (document_id, body) VALUES (?, ?)", id, "x");
    }
}
