package opencmg.mockmp.database;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** What differs between the two databases: type names in the schema, and the brackets of SQL Server's identifiers. */
enum Dialect {
    /** In MSSQLServer mode, which reads brackets itself. */
    H2("VARBINARY(33554432)") {
        @Override
        String readable(String query) {
            return query;
        }
    },
    POSTGRESQL("BYTEA") {
        @Override
        String readable(String query) {
            // Outside of string literals only: a literal is matched first and put back as it is.
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

    /** The type of bytes. */
    String binary() {
        return binary;
    }

    /** A query in SQL Server's spelling, as this database reads it. */
    abstract String readable(String query);

    /** Without a delay: by default what was committed is written half a second later, and a client that was told of it is unknown after a crash. */
    static String h2Url(Path dataDir) {
        return "jdbc:h2:file:" + dataDir.toAbsolutePath().resolve("site")
                + ";MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;DB_CLOSE_ON_EXIT=FALSE"
                + ";WRITE_DELAY=0";
    }
}
