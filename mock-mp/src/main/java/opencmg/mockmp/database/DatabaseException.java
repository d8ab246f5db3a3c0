package opencmg.mockmp.database;

import java.sql.SQLException;

/** The database did not do what it was told. */
public final class DatabaseException extends RuntimeException {

    private final boolean collision;

    DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
        String state = cause.getSQLState();
        this.collision = state != null && (state.startsWith("23") || state.startsWith("40"));
    }

    /** Whether somebody else was quicker with the same key or row: worth another try. */
    public boolean collision() {
        return collision;
    }
}
