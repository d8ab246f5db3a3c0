package opencmg.mockmp.policy;

import java.util.Optional;
import opencmg.mockmp.database.Database;
import opencmg.mockmp.database.Sql;

/** The compliance documents of {@code .sms_dcm}, by id. Blocking. */
public final class ComplianceDocuments {

    private final Database database;

    public ComplianceDocuments(Database database) {
        this.database = database;
    }

    /** Inserts or replaces a document. */
    public void put(String id, String body) {
        database.change(connection -> {
            Sql.execute(connection, "DELETE FROM dbo.documents WHERE document_id = ?", id);
            Sql.execute(connection, "INSERT INTO dbo.documents (document_id, body) VALUES (?, ?)", id, body);
        });
    }

    Optional<String> find(String id) {
        return database.read(connection -> Sql.first(
                connection, "SELECT body FROM dbo.documents WHERE document_id = ?", row -> row.getString(1), id));
    }
}
