package opencmg.diagnose;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import opencmg.client.descriptor.LabFile;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What is analyzed, and who is asked beside the gateway itself.
 *
 * @param edge {@code https://host[:port]}
 * @param roots of the gateway's certificate; null for those of the Java runtime
 * @param managementPoints role ids that were given; the site's own list comes before them, unless one of them is not in it
 * @param updatePoints likewise
 * @param gatewayAdmins admin face of every gateway instance; empty when they cannot be reached
 * @param connectionPointAdmins admin faces of connection points, which know why they cannot connect
 * @param site the site server, which knows roles and the version of the configuration; null when it cannot be reached
 */
public record AnalysisTarget(
        URI edge,
        @Nullable Path roots,
        List<SiteRole> managementPoints,
        List<SiteRole> updatePoints,
        List<String> gatewayAdmins,
        List<String> connectionPointAdmins,
        @Nullable SiteServer site) {

    public AnalysisTarget {
        managementPoints = List.copyOf(managementPoints);
        updatePoints = List.copyOf(updatePoints);
        gatewayAdmins = List.copyOf(gatewayAdmins);
        connectionPointAdmins = List.copyOf(connectionPointAdmins);
    }

    /** Where the site server listens, and its secret. */
    public record SiteServer(String url, Secret secret) {}

    /** All that a running lab tells. */
    public static AnalysisTarget of(LabFile lab) {
        return new AnalysisTarget(
                URI.create(lab.edge()),
                lab.caFile(),
                List.of(new SiteRole(lab.mpRoleId(), lab.mpFqdn())),
                List.of(new SiteRole(lab.content().getString("supRoleId", ""), "")),
                lab.gatewayAdmins(),
                lab.connectionPointAdmins(),
                new SiteServer(lab.siteServer(), lab.siteSecret()));
    }

    /** The same chain seen by somebody who believes other roots. */
    public AnalysisTarget believing(@Nullable Path others) {
        return new AnalysisTarget(
                edge, others, managementPoints, updatePoints, gatewayAdmins, connectionPointAdmins, site);
    }

    String url(String path) {
        return edge + path;
    }
}
