package opencmg.mockmp.database;

import java.nio.file.Path;
import opencmg.settings.Require;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code database}: a PostgreSQL database instead of the H2 file.
 *
 * @param url JDBC URL, for example {@code jdbc:postgresql://127.0.0.1:5432/cm_lab}
 * @param user name of the database role that owns the tables
 * @param passwordFile holds the password in one line; not needed where the server trusts the connection
 */
public record DatabaseSettings(
        String url, String user, @Nullable Path passwordFile) {

    public DatabaseSettings {
        Require.matches(url, "jdbc:postgresql:.*", "url", "jdbc:postgresql://127.0.0.1:5432/cm_lab");
        user = Require.present(user, "user", "cm_lab");
    }
}
