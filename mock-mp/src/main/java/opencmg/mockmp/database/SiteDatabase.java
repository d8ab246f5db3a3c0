package opencmg.mockmp.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vertx.core.Context;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.Secret;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Connections to the site database, its schema brought up to date at opening. Every method blocks and refuses to run on an event loop. */
public final class SiteDatabase implements AutoCloseable {

    /** Connections, and so worker threads. */
    public static final int CONNECTIONS = 8;

    private final HikariDataSource pool;
    private final Dialect dialect;

    private SiteDatabase(HikariDataSource pool, Dialect dialect) {
        this.pool = pool;
        this.dialect = dialect;
    }

    /**
     * Opens.
     *
     * @param dataDir where the H2 file is
     * @param settings PostgreSQL instead; null for H2
     * @throws InvalidSettingsException when the database cannot be reached or its schema cannot be brought up to date
     */
    public static SiteDatabase open(Path dataDir, @Nullable DatabaseSettings settings) {
        Dialect dialect = settings == null ? Dialect.H2 : Dialect.POSTGRESQL;
        HikariConfig config = settings == null ? h2(dataDir) : postgresql(settings);
        HikariDataSource pool = null;
        try {
            pool = new HikariDataSource(config);
            migrate(pool, dialect);
            return new SiteDatabase(pool, dialect);
        } catch (RuntimeException e) {
            if (pool != null) {
                pool.close();
            }
            throw new InvalidSettingsException(
                    settings == null ? dataDir.resolve("site.mv.db").toString() : settings.url(),
                    "database",
                    "cannot be opened: " + rootOf(e) + "; is another site using it?");
        }
    }

    private static HikariConfig h2(Path dataDir) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(Dialect.h2Url(dataDir));
        config.setUsername("site");
        return bounded(config);
    }

    private static HikariConfig postgresql(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        if (settings.passwordFile() != null) {
            config.setPassword(Secret.fromFile(settings.passwordFile()).reveal());
        }
        return bounded(config);
    }

    private static HikariConfig bounded(HikariConfig config) {
        config.setPoolName("site-database");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(10_000);
        // One attempt: a database that is not there is told at once.
        config.setInitializationFailTimeout(1);
        return config;
    }

    private static void migrate(HikariDataSource pool, Dialect dialect) {
        Flyway.configure()
                .dataSource(pool)
                .locations("classpath:opencmg/mockmp/database/migration")
                .schemas("dbo")
                .defaultSchema("dbo")
                .placeholders(Map.of("binary", dialect.binary()))
                .load()
                .migrate();
    }

    private static String rootOf(RuntimeException e) {
        Throwable at = e;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        String text = at instanceof FlywayException ? e.getMessage() : at.getMessage();
        return text == null ? at.toString() : text.lines().findFirst().orElse("");
    }

    /** Runs queries; each statement stands for itself. */
    public <T> T read(SqlWork<T> work) {
        offLoop();
        try (Connection connection = pool.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Runs statements as one transaction: all of it or nothing. */
    public <T> T write(SqlWork<T> work) {
        offLoop();
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** The same with nothing to bring back. */
    public void change(SqlChange work) {
        Boolean done = write(connection -> {
            work.with(connection);
            return true;
        });
        assert done;
    }

    Dialect dialect() {
        return dialect;
    }

    @Override
    public void close() {
        pool.close();
    }

    private static void offLoop() {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("JDBC on an event loop; go through BlockingWork");
        }
    }
}
