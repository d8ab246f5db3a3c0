package opencmg.mockmp.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import opencmg.mockmp.database.DatabaseSettings;
import opencmg.mockmp.scenarios.Scenario;
import opencmg.settings.Address;
import opencmg.settings.Require;
import opencmg.settings.site.MpMode;
import opencmg.settings.site.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * {@code mock-mp.yaml}; docs/mock-site.md shows one with every key.
 *
 * @param siteCode three characters
 * @param hierarchyId generated and kept in the data directory if not given
 * @param dataDir directory of keys, database and generated files
 * @param mode http, ehttp (default) or https
 * @param serviceName public name[:port] of the gateway; can be set later through the site server API
 * @param clientFiles directory with the client's setup files; small generated stand-ins if not given
 * @param clients trust in PKI clients
 * @param tenants onboarded Entra tenants
 * @param database PostgreSQL instead of an H2 file in the data directory
 * @param mpRoleId decimal role id of the management point
 * @param supRoleId decimal role id of the software update point
 * @param passiveSiteServer whether a site server in passive mode exists: then there are no bulk registration tokens
 * @param messages size limits on messages
 * @param scenarios fault scenarios active from the start
 */
public record MockSiteSettings(
        String siteCode,
        @Nullable UUID hierarchyId,
        Path dataDir,
        MpMode mode,
        ManagementPointSettings managementPoint,
        UpdatePoint updatePoint,
        SiteServer siteServer,
        @Nullable String serviceName,
        @Nullable Path clientFiles,
        PkiClients clients,
        List<Tenant> tenants,
        @Nullable DatabaseSettings database,
        String mpRoleId,
        String supRoleId,
        boolean passiveSiteServer,
        MessageLimits messages,
        List<Scenario> scenarios) {

    /** The ids that the product gives to the first roles of a hierarchy. */
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
        clients = clients == null ? PkiClients.NONE : clients;
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

    /**
     * Section {@code updatePoint}: the software update point.
     *
     * @param listen plain HTTP; WSUS uses port 8530
     */
    public record UpdatePoint(Address listen) {

        public UpdatePoint {
            listen = Require.present(listen, "listen", "127.0.0.1:8530");
        }
    }

    /**
     * Section {@code siteServer}: the HTTP API of the site server.
     *
     * @param listen plain HTTP; keep it on loopback or a management network
     * @param secretFile holds the bearer secret of the API; created with mode 0600 when missing; defaults to {@code site.secret} in the data
     *     directory
     */
    public record SiteServer(Address listen, @Nullable Path secretFile) {

        public SiteServer {
            listen = Require.present(listen, "listen", "127.0.0.1:8090");
        }
    }

    /**
     * Section {@code clients}: PKI clients that the site trusts, and that the site configuration tells gateways to trust.
     *
     * @param rootFiles PEM files of root certificates
     * @param intermediateFiles PEM files of intermediate certificates
     * @param verifyRevocation the product's option "Verify client certificate revocation"
     */
    public record PkiClients(List<Path> rootFiles, List<Path> intermediateFiles, boolean verifyRevocation) {

        public static final PkiClients NONE = new PkiClients(List.of(), List.of(), false);

        public PkiClients {
            rootFiles = rootFiles == null ? List.of() : List.copyOf(rootFiles);
            intermediateFiles = intermediateFiles == null ? List.of() : List.copyOf(intermediateFiles);
        }
    }
}
