package opencmg.mockmp;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import opencmg.mockmp.database.DatabaseSettings;
import opencmg.mockmp.messaging.MessageLimits;
import opencmg.mockmp.scenarios.Scenario;
import opencmg.settings.Require;
import opencmg.settings.site.MpMode;
import opencmg.settings.site.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * {@code mock-mp.yaml}; docs/mock-site.md shows one with every key.
 *
 * @param siteCode three characters
 * @param hierarchyId made and kept in the data directory if not given
 * @param dataDir keys, database, made files
 * @param mode http, ehttp (default) or https
 * @param serviceName public name[:port] of the gateway; can be set later over the site face
 * @param clientFiles directory with the client's setup files; small made ones if not given
 * @param clients PKI clients
 * @param tenants onboarded Entra tenants
 * @param database PostgreSQL instead of an H2 file in the data directory
 * @param mpRoleId role id of the management point
 * @param supRoleId role id of the software update point
 * @param passiveSiteServer whether a site server in passive mode exists: then there are no bulk registration tokens
 * @param messages limits on messages
 * @param scenarios faults from the start
 */
public record MockSiteSettings(
        String siteCode,
        @Nullable UUID hierarchyId,
        Path dataDir,
        MpMode mode,
        ManagementPointSettings managementPoint,
        UpdatePointSettings updatePoint,
        SiteServerSettings siteServer,
        @Nullable String serviceName,
        @Nullable Path clientFiles,
        PkiSettings clients,
        List<Tenant> tenants,
        @Nullable DatabaseSettings database,
        String mpRoleId,
        String supRoleId,
        boolean passiveSiteServer,
        MessageLimits messages,
        List<Scenario> scenarios) {

    /** As the product numbers the first roles of a hierarchy. */
    public static final String DEFAULT_MP_ROLE = "72057594037927939";

    public static final String DEFAULT_SUP_ROLE = "72057594037927941";

    public MockSiteSettings {
        Require.matches(siteCode, "[A-Za-z0-9]{3}", "siteCode", "LAB");
        dataDir = Require.present(dataDir, "dataDir", "site-data");
        mode = mode == null ? MpMode.EHTTP : mode;
        managementPoint =
                Require.present(managementPoint, "managementPoint", "{listen: 127.0.0.1:8443, fqdn: mp1.corp.example}");
        updatePoint = Require.present(updatePoint, "updatePoint", "{listen: 127.0.0.1:8530}");
        siteServer = Require.present(siteServer, "siteServer", "{listen: 127.0.0.1:8090}");
        clients = clients == null ? PkiSettings.NONE : clients;
        tenants = tenants == null ? List.of() : List.copyOf(tenants);
        mpRoleId = mpRoleId == null ? DEFAULT_MP_ROLE : mpRoleId;
        supRoleId = supRoleId == null ? DEFAULT_SUP_ROLE : supRoleId;
        Require.matches(mpRoleId, "[0-9]{1,20}", "mpRoleId", DEFAULT_MP_ROLE);
        Require.matches(supRoleId, "[0-9]{1,20}", "supRoleId", DEFAULT_SUP_ROLE);
        messages = messages == null ? MessageLimits.DEFAULT : messages;
        scenarios = scenarios == null ? List.of() : List.copyOf(scenarios);
        if (mode == MpMode.HTTPS) {
            managementPoint.checkForHttps();
        }
    }
}
