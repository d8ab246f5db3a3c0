package opencmg.mockmp.database;

import java.sql.SQLException;

/** The database did not do what it was told. */
public final class DatabaseFailure extends RuntimeException {

    private final boolean duplicate;

    DatabaseFailure(SQLException cause) {
        super(cause.getMessage(), cause);
        String state = cause.getSQLState();
        this.duplicate = state != null && state.startsWith("23");
    }

    /** Whether an integrity constraint said no: somebody else was quicker with the same key. */
    public boolean duplicate() {
        return duplicate;
    }
}
