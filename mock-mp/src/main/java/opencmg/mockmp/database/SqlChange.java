package opencmg.mockmp.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Something to change with a connection, with nothing to bring back. */
public interface SqlChange {

    void with(Connection connection) throws SQLException;
}
