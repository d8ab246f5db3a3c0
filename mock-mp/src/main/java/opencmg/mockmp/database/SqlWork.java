package opencmg.mockmp.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Something to do with a connection; commit, rollback and closing are done by whoever lends it. */
public interface SqlWork<T> {

    T with(Connection connection) throws SQLException;
}
