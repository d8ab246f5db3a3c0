package opencmg.gateway;

import java.lang.management.ManagementFactory;
import opencmg.gateway.admin.AdminSettings;
import opencmg.gateway.edge.EdgeSettings;
import opencmg.gateway.edge.LogSettings;
import opencmg.gateway.revocation.RevocationSettings;
import opencmg.settings.Require;

/**
 * The settings file of a gateway; {@code examples/gateway.yaml} shows every key with its default. Read it with
 * {@link opencmg.settings.SettingsFile#read}. It has nothing about a site: connection points send that.
 *
 * @param name of this instance, for connection points and people; process id and host when absent
 * @param edge the listener for clients
 * @param tunnel the listener for connection points
 * @param admin the listener for operators
 * @param revocation where revocation lists come from
 * @param explain who gets the long form of a refusal
 * @param limits sizes, numbers and timeouts
 * @param log the access log
 */
public record GatewaySettings(
        String name,
        EdgeSettings edge,
        TunnelSettings tunnel,
        AdminSettings admin,
        RevocationSettings revocation,
        ExplainAudience explain,
        GatewayLimits limits,
        LogSettings log) {

    /** Who may read the long form of a refusal. The log and the admin server always contain it. */
    public enum ExplainAudience {
        OPERATORS,
        /** Also remote clients: for test environments. */
        CLIENTS
    }

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
        limits = limits == null ? GatewayLimits.DEFAULTS : limits;
        log = log == null ? LogSettings.DEFAULTS : log;
    }

    /** For faults that are only found at start, when the name of the settings file is not known any more. */
    static final String SOURCE = "";
}
