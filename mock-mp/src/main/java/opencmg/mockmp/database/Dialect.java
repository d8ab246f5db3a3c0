package opencmg.mockmp.database;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Differences between the two databases: type names in the schema, and bracketed identifiers as SQL Server has them. */
enum Dialect {
    /** Runs in MSSQLServer mode, which accepts bracketed identifiers. */
    H2("VARBINARY(33554432)") {
        @Override
        String translate(String query) {
            return query;
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
