package opencmg.mockmp.database;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Differences between the two databases: type names in the schema, and bracketed identifiers as SQL Server has them. */
enum Dialect {
    /** Runs in MSSQLServer mode, which accepts bracketed identifiers. */
    H2("VARBINARY(33554432)") {
        @Override
        String translate(String query) {
            return query;
        }

        @Override
        List<String> readerStatements(String reader, String schema) {
            return List.of(
                    "CREATE USER IF NOT EXISTS " + reader + " PASSWORD ''",
                    "GRANT SELECT ON SCHEMA " + schema + " TO " + reader);
        }

        @Override
        @Nullable
        String useReader(String reader) {
            return null;
        }
    },
    POSTGRESQL("BYTEA") {
        @Override
        String translate(String query) {
            // Only outside of string literals: the pattern matches a literal first, and it is kept.
            return BRACKETS_OR_LITERAL
                    .matcher(query)
                    .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(
                            match.group(1) == null ? match.group() : '"' + match.group(1) + '"'));
        }

        @Override
        List<String> readerStatements(String reader, String schema) {
            return List.of(
                    "DO $$ BEGIN CREATE ROLE " + reader + " NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                    "GRANT USAGE ON SCHEMA " + schema + " TO " + reader,
                    "GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO " + reader,
                    "GRANT " + reader + " TO CURRENT_USER");
        }

        @Override
        String useReader(String reader) {
            return "SET ROLE " + reader;
        }
    };

    private static final Pattern BRACKETS_OR_LITERAL = Pattern.compile("'(?:[^']|'')*'|\\[([A-Za-z0-9_ ]+)\\]");

    private final String binary;

    Dialect(String binary) {
        this.binary = binary;
    }

    /** Column type of byte arrays. */
    String binary() {
        return binary;
    }

    /** Translates a query from SQL Server's spelling to this database's. */
    abstract String translate(String query);

    /** Creates the user of typed queries if it is missing, and lets it read the tables of the schema. */
    abstract List<String> readerStatements(String reader, String schema);

    /** Makes a connection the reader's; null where the connection is opened as that user. */
    abstract @Nullable String useReader(String reader);

    /**
     * JDBC URL of an H2 file.
     *
     * <p>WRITE_DELAY=0, because by default H2 writes a commit to disk half a second later: after a crash, a client whose registration was confirmed
     * would be unknown.
     *
     * @param file path without the suffix {@code .mv.db}
     */
    static String h2Url(Path file) {
        return "jdbc:h2:file:" + file.toAbsolutePath()
                + ";MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;DB_CLOSE_ON_EXIT=FALSE"
                + ";WRITE_DELAY=0";
    }
}
