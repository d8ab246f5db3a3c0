package opencmg.mockmp.database;

import java.sql.SQLException;

/** A statement or a connection failed. */
public final class DatabaseException extends RuntimeException {

    private final boolean conflict;

    DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
        String state = cause.getSQLState();
        this.conflict = state != null && (state.startsWith("23") || state.startsWith("40"));
    }

    /** Whether a concurrent transaction used the same key or row (SQLSTATE classes 23 and 40): worth a retry. */
    public boolean isConflict() {
        return conflict;
    }
}
