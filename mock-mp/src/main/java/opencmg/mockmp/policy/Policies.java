package opencmg.mockmp.policy;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.database.Database;
import opencmg.mockmp.database.Sql;
import org.jspecify.annotations.Nullable;

/** Policies and their assignments to devices. Blocking. */
public final class Policies {

    private static final String COLUMNS = "p.policy_id, p.version, p.category, p.secret, p.body";
    private static final int MAX_ASSIGNMENTS = 1000;

    private final Database database;

    private Policies(Database database) {
        this.database = database;
    }

    /** Opens the store; an empty one gets the two policies of {@link DefaultPolicies}. */
    public static Policies open(Database database) {
        Policies policies = new Policies(database);
        boolean empty = database.read(
                connection -> Sql.first(connection, "SELECT 1 FROM dbo.policies FETCH FIRST 1 ROWS ONLY", row -> 1)
                        .isEmpty());
        if (empty) {
            DefaultPolicies.ALL.forEach(policy -> policies.assign(policy, null));
        }
        return policies;
    }

    /**
     * Adds a policy or a new version of one, and assigns it.
     *
     * @param device the only device to assign it to; null for all
     */
    public void assign(Policy policy, @Nullable SmsId device) {
        database.change(connection -> {
            Object[] key = {policy.id(), policy.version()};
            Sql.execute(connection, "DELETE FROM dbo.policies WHERE policy_id = ? AND version = ?", key);
            Sql.execute(connection, "DELETE FROM dbo.assignments WHERE policy_id = ?", policy.id());
            Sql.execute(
                    connection,
                    "INSERT INTO dbo.policies (policy_id, version, category, secret, body, sha256, sha1) VALUES (?, ?,"
                            + " ?, ?, ?, ?, ?)",
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
     * Lists the policies that are assigned to a device.
     *
     * @param after only assignments with a greater serial; 0 for all
     * @param secrets whether to include secret policies
     */
    List<Assignment> assigned(SmsId device, long after, boolean secrets) {
        return database.read(connection -> Sql.query(
                connection,
                "SELECT a.serial, a.assignment_id, " + COLUMNS
                        + " FROM dbo.assignments a JOIN dbo.policies p ON p.policy_id = a.policy_id AND p.version ="
                        + " a.version WHERE a.serial > ? AND (a.device IS NULL OR a.device = ?) AND (p.secret = FALSE"
                        + " OR ?) ORDER BY a.serial FETCH FIRST " + MAX_ASSIGNMENTS + " ROWS ONLY",
                row -> new Assignment(row.getLong("serial"), Sql.uuid(row, "assignment_id"), Policy.read(row)),
                after,
                device.value(),
                secrets));
    }

    /** Finds a policy by its address, {@code <id>.<version with _ for .>} or {@code <id>.SHA256:<hash>}. */
    Optional<Policy> find(String address) {
        int dot = address.lastIndexOf('.');
        if (dot < 1) {
            return Optional.empty();
        }
        String id = address.substring(0, dot);
        String suffix = address.substring(dot + 1);
        return suffix.regionMatches(true, 0, "SHA256:", 0, 7)
                ? findWhere("p.policy_id = ? AND p.sha256 = UPPER(?)", id, suffix.substring(7))
                : findWhere("p.policy_id = ? AND p.version = ?", id, suffix.replace('_', '.'));
    }

    private Optional<Policy> findWhere(String condition, String... values) {
        return database.read(connection -> Sql.first(
                connection, "SELECT " + COLUMNS + " FROM dbo.policies p WHERE " + condition, Policy::read, (Object[])
                        values));
    }

    /**
     * The assignment of a policy to a device.
     *
     * @param serial increases with each change; the greatest one that a client knows is its cookie
     */
    record Assignment(long serial, UUID id, Policy policy) {}
}
