package opencmg.mockmp.site;

import opencmg.mockmp.database.Database;
import opencmg.mockmp.database.Sql;

/** Facts of the site that change while it runs and survive it: the gateway's name and the version of the site configuration. Blocking. */
public final class SiteState {

    private static final String SERVICE_NAME = "service-name";
    private static final String VERSION = "configuration-version";
    private static final int MP_TYPE = 6;
    /** The product's number is not public; this one is our own. */
    private static final int SUP_TYPE = 7;

    private final Database database;
    private volatile String serviceName;

    private SiteState(Database database, String serviceName) {
        this.database = database;
        this.serviceName = serviceName;
    }

    /**
     * Opens the state and writes down the roles.
     *
     * @param serviceName from the settings; empty keeps what was set before
     */
    public static SiteState open(
            Database database, String serviceName, String fqdn, String mpRoleId, String supRoleId) {
        String name = database.write(connection -> {
            Sql.execute(connection, "DELETE FROM dbo.roles");
            String insert = "INSERT INTO dbo.roles (role_id, role_type_id, server_name) VALUES (?, ?, ?)";
            Sql.execute(connection, insert, mpRoleId, MP_TYPE, fqdn);
            Sql.execute(connection, insert, supRoleId, SUP_TYPE, fqdn);
            String kept = Sql.first(
                            connection,
                            "SELECT content FROM dbo.site_state WHERE name = ?",
                            row -> row.getString(1),
                            SERVICE_NAME)
                    .orElse(fqdn);
            return serviceName.isEmpty() ? kept : serviceName;
        });
        SiteState state = new SiteState(database, name);
        state.put(SERVICE_NAME, name);
        return state;
    }

    /** Public name[:port] of the gateway. From memory: any thread. */
    public String serviceName() {
        return serviceName;
    }

    public void serviceName(String name) {
        put(SERVICE_NAME, name);
        serviceName = name;
    }

    /** A version that was never used before. */
    long nextVersion() {
        long next = database.read(connection -> Sql.first(
                                connection,
                                "SELECT content FROM dbo.site_state WHERE name = ?",
                                row -> Long.parseLong(row.getString(1)),
                                VERSION)
                        .orElse(0L))
                + 1;
        put(VERSION, String.valueOf(next));
        return next;
    }

    private void put(String name, String content) {
        database.change(connection -> {
            int changed = Sql.update(connection, "UPDATE dbo.site_state SET content = ? WHERE name = ?", content, name);
            if (changed == 0) {
                Sql.execute(connection, "INSERT INTO dbo.site_state (name, content) VALUES (?, ?)", name, content);
            }
        });
    }
}
