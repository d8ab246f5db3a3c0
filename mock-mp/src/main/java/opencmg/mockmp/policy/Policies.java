package opencmg.mockmp.policy;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.database.SiteDatabase;
import opencmg.mockmp.database.Sql;
import org.jspecify.annotations.Nullable;

/** Policies and who has to have them. */
public final class Policies {

    private static final String COLUMNS = "p.policy_id, p.version, p.category, p.secret, p.body";
    private static final int MOST_ASSIGNMENTS = 1000;

    private final SiteDatabase database;

    private Policies(SiteDatabase database) {
        this.database = database;
    }

    /** Opens the store; a new site gets the two policies of {@link FirstPolicies}. */
    public static Policies open(SiteDatabase database) {
        Policies policies = new Policies(database);
        boolean empty = database.read(
                connection -> Sql.first(connection, "SELECT 1 FROM dbo.policies FETCH FIRST 1 ROWS ONLY", row -> 1)
                        .isEmpty());
        if (empty) {
            FirstPolicies.ALL.forEach(policy -> policies.assign(policy, null));
        }
        return policies;
    }

    /**
     * Adds a policy or a new version of it, and assigns it.
     *
     * @param device the one client that has to have it; null for all
     */
    public void assign(Policy policy, @Nullable SmsId device) {
        database.change(connection -> {
            Object[] key = {policy.id(), policy.version()};
            Sql.execute(connection, "DELETE FROM dbo.policies WHERE policy_id = ? AND version = ?", key);
            Sql.execute(connection, "DELETE FROM dbo.assignments WHERE policy_id = ?", policy.id());
            Sql.execute(
                    connection,
                    "INSERT INTO dbo.policies (policy_id, version, category, secret, body, sha256, sha1) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    policy.id(),
                    policy.version(),
                    policy.category(),
                    policy.secret(),
                    policy.body(),
                    policy.hash("SHA-256"),
                    policy.hash("SHA-1"));
            Sql.execute(
                    connection,
                    "INSERT INTO dbo.assignments (assignment_id, policy_id, version, device) VALUES (?, ?, ?, ?)",
                    UUID.randomUUID(),
                    policy.id(),
                    policy.version(),
                    device == null ? null : device.value());
        });
    }

    /**
     * What a client has to have.
     *
     * @param after only what changed after this serial; 0 for all
     */
    List<Assignment> assigned(SmsId device, long after, boolean secrets) {
        return database.read(connection -> Sql.query(
                connection,
                "SELECT a.serial, a.assignment_id, " + COLUMNS
                        + " FROM dbo.assignments a JOIN dbo.policies p ON p.policy_id = a.policy_id AND p.version = a.version"
                        + " WHERE a.serial > ? AND (a.device IS NULL OR a.device = ?) AND (p.secret = FALSE OR ?)"
                        + " ORDER BY a.serial FETCH FIRST " + MOST_ASSIGNMENTS + " ROWS ONLY",
                row -> new Assignment(row.getLong("serial"), Sql.uuid(row, "assignment_id"), Policy.read(row)),
                after,
                device.value(),
                secrets));
    }

    /** The policy of an address {@code <id>.<version with _>} or {@code <id>.SHA256:<hash>}. */
    Optional<Policy> find(String address) {
        int dot = address.lastIndexOf('.');
        if (dot < 1) {
            return Optional.empty();
        }
        String id = address.substring(0, dot);
        String tail = address.substring(dot + 1);
        return tail.regionMatches(true, 0, "SHA256:", 0, 7)
                ? one("p.policy_id = ? AND p.sha256 = UPPER(?)", id, tail.substring(7))
                : one("p.policy_id = ? AND p.version = ?", id, tail.replace('_', '.'));
    }

    private Optional<Policy> one(String condition, String... values) {
        return database.read(connection -> Sql.first(
                connection, "SELECT " + COLUMNS + " FROM dbo.policies p WHERE " + condition, Policy::read, (Object[])
                        values));
    }
}
