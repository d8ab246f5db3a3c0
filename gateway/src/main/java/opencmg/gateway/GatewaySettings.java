package opencmg.gateway;

import java.lang.management.ManagementFactory;
import opencmg.gateway.admin.AdminSettings;
import opencmg.gateway.edge.EdgeLimits;
import opencmg.gateway.edge.EdgeSettings;
import opencmg.gateway.edge.LogSettings;
import opencmg.gateway.identity.ExplainAudience;
import opencmg.gateway.revocation.RevocationSettings;
import opencmg.settings.Require;

/**
 * The file of a gateway; {@code examples/gateway.yaml} shows it with every key and its default. Read it with
 * {@link opencmg.settings.SettingsFile#read}. It holds nothing of a site: connection points bring that.
 *
 * @param name of this instance, for connection points and people; process id and host when absent
 * @param edge where clients come in
 * @param tunnel where connection points come in
 * @param admin where operators look
 * @param revocation where revocation lists come from
 * @param explain who reads the long form of a refusal
 * @param limits how much it takes and how long it waits
 * @param log what is logged of traffic
 */
public record GatewaySettings(
        String name,
        EdgeSettings edge,
        TunnelSettings tunnel,
        AdminSettings admin,
        RevocationSettings revocation,
        ExplainAudience explain,
        EdgeLimits limits,
        LogSettings log) {

    public GatewaySettings {
        name = name == null || name.isBlank()
                ? ManagementFactory.getRuntimeMXBean().getName()
                : name;
        edge = Require.present(edge, "edge", "{listen: 0.0.0.0:443, certificateFile: edge.pem, keyFile: edge.key}");
        tunnel = Require.present(
                tunnel,
                "tunnel",
                "{listen: 0.0.0.0:10140, certificateFile: tunnel.pem, keyFile: tunnel.key, trustFile: tunnel-ca.pem}");
        admin = admin == null ? AdminSettings.DEFAULTS : admin;
        revocation = revocation == null ? RevocationSettings.DEFAULTS : revocation;
        explain = explain == null ? ExplainAudience.OPERATORS : explain;
        limits = limits == null ? EdgeLimits.DEFAULTS : limits;
        log = log == null ? LogSettings.DEFAULTS : log;
    }

    /** What is found only when starting stands in whatever file these settings came from. */
    static final String SOURCE = "";
}
