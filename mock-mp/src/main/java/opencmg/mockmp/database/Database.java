package opencmg.mockmp.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vertx.core.Context;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.Secret;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of connections to one database, whose schema is migrated when it is opened. All tables are in schema {@code dbo}. Every method blocks, and
 * throws {@link IllegalStateException} on an event loop.
 */
public final class Database implements AutoCloseable {

    /** Size of the connection pool, and so the useful number of worker threads. */
    public static final int CONNECTIONS = 8;

    private static final int CONNECTION_TIMEOUT_MILLIS = 10_000;
    private static final int READER_CONNECTIONS = 2;
    private static final String SCHEMA = "dbo";
    private static final String READER = "opencmg_reader";
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    /** Runs statements on a connection and returns a result. {@link Database} commits, rolls back and closes. */
    public interface Work<T> {

        T with(Connection connection) throws SQLException;
    }

    /** Runs statements on a connection and returns nothing. */
    public interface Change {

        void with(Connection connection) throws SQLException;
    }

    private final HikariDataSource pool;
    /** Connections of a user that can read the site's tables and nothing else. */
    private final HikariDataSource readers;

    private final Dialect dialect;

    private Database(HikariDataSource pool, HikariDataSource readers, Dialect dialect) {
        this.pool = pool;
        this.readers = readers;
        this.dialect = dialect;
    }

    /**
     * Opens the database and migrates its schema.
     *
     * @param name names the H2 file, the H2 user and the connection pool
     * @param directory directory of the H2 file
     * @param settings the PostgreSQL database to use instead; null for H2
     * @param migrations class path location of the Flyway migrations
     * @throws InvalidSettingsException when the database cannot be reached or its schema cannot be migrated
     */
    public static Database open(String name, Path directory, @Nullable DatabaseSettings settings, String migrations) {
        Dialect dialect = settings == null ? Dialect.H2 : Dialect.POSTGRESQL;
        HikariConfig config = settings == null ? h2(directory.resolve(name), name) : postgresql(settings);
        config.setPoolName(name + "-database");
        HikariDataSource pool = null;
        try {
            pool = new HikariDataSource(config);
            migrate(pool, dialect, migrations);
            return new Database(pool, readers(config, dialect, pool), dialect);
        } catch (RuntimeException e) {
            if (pool != null) {
                pool.close();
            }
            throw new InvalidSettingsException(
                    settings == null ? directory.resolve(name + ".mv.db").toString() : settings.url(),
                    "database",
                    "cannot be opened: " + rootCause(e) + "; is another site using it?");
        }
    }

    private static HikariConfig h2(Path file, String user) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(Dialect.h2Url(file));
        config.setUsername(user);
        return withLimits(config);
    }

    private static HikariConfig postgresql(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        if (settings.passwordFile() != null) {
            config.setPassword(Secret.fromFile(settings.passwordFile()).reveal());
        }
        return withLimits(config);
    }

    /**
     * H2 has a user of its own for readers. PostgreSQL has a role that the site's user takes on; where that user may not create roles, readers keep its
     * rights, in transactions that are read-only.
     */
    private static HikariDataSource readers(HikariConfig owner, Dialect dialect, HikariDataSource pool) {
        HikariConfig config = new HikariConfig();
        // The settings in the URL need an administrator of H2; the database is open with them already.
        config.setJdbcUrl(dialect == Dialect.H2 ? owner.getJdbcUrl().split(";", 2)[0] : owner.getJdbcUrl());
        config.setUsername(dialect == Dialect.H2 ? READER : owner.getUsername());
        config.setPassword(owner.getPassword());
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : dialect.readerStatements(READER, SCHEMA)) {
                statement.execute(sql);
            }
            config.setConnectionInitSql(dialect.useReader(READER));
        } catch (SQLException e) {
            if (dialect == Dialect.H2) {
                throw new DatabaseException(e);
            }
            log.info(
                    "Typed queries run with the rights of the database user, in read-only transactions, because it may not create the role {}: {}",
                    READER,
                    e.getMessage());
        }
        config.setPoolName(pool.getPoolName() + "-readers");
        config.setReadOnly(true);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(READER_CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        config.setInitializationFailTimeout(-1); // opened with the first query
        return new HikariDataSource(config);
    }

    private static HikariConfig withLimits(HikariConfig config) {
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        // A single attempt, so that a missing database is reported at once.
        config.setInitializationFailTimeout(1);
        return config;
    }

    private static void migrate(HikariDataSource pool, Dialect dialect, String migrations) {
        Flyway.configure()
                .dataSource(pool)
                .locations("classpath:" + migrations)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .placeholders(Map.of("binary", dialect.binary()))
                .load()
                .migrate();
    }

    private static String rootCause(RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = cause instanceof FlywayException ? e.getMessage() : cause.getMessage();
        return text == null ? cause.toString() : text.lines().findFirst().orElse("");
    }

    /**
     * Runs queries in auto-commit mode.
     *
     * @throws DatabaseException when a statement fails
     */
    public <T> T read(Work<T> work) {
        checkNotOnEventLoop();
        try (Connection connection = pool.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /**
     * Runs a query that a person typed, as a user that can read the tables and nothing else, in a transaction that is rolled back.
     *
     * @throws DatabaseException when the statement fails
     */
    <T> T readAsReader(Work<T> work) {
        checkNotOnEventLoop();
        try (Connection connection = readers.getConnection()) {
            try {
                return work.with(connection);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /**
     * Runs statements in one transaction. An exception rolls it back.
     *
     * @throws DatabaseException when a statement or the commit fails
     */
    public <T> T write(Work<T> work) {
        checkNotOnEventLoop();
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

    /** As {@link #write}, without a result. */
    public void change(Change work) {
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
        readers.close();
        pool.close();
    }

    private static void checkNotOnEventLoop() {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("JDBC on an event loop; go through WorkerPool");
        }
    }
}
