package opencmg.connectionpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import opencmg.connectionpoint.relay.RelayLimits;
import opencmg.http.HeaderFields.Via;
import opencmg.settings.Address;
import opencmg.settings.Require;
import opencmg.settings.SettingsFile;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code connection-point.yaml}.
 *
 * @param id connection id; the certificate carries it as SAN URI {@code urn:uuid:<id>}
 * @param certificateFile presented to gateways (PEM, leaf first, usage client authentication)
 * @param keyFile of that certificate (PEM, PKCS#8)
 * @param trustFile authorities of the gateways' tunnel certificates (PEM)
 * @param gateways every one is dialled
 * @param gatewayName name in the gateways' tunnel certificates, if it differs from the dialled host
 * @param site where the site configuration comes from
 * @param upstream TLS settings for management points and update points
 * @param admin the admin server
 * @param connections to each gateway, each on an event loop of its own; 0 means one for each processor, 2 to 4
 * @param limits limits and timeouts
 * @param via the name under which the connection point adds itself to Via; {@code off} to add nothing
 */
public record ConnectionPointSettings(
        UUID id,
        Path certificateFile,
        Path keyFile,
        Path trustFile,
        List<Address> gateways,
        @Nullable String gatewayName,
        SiteAccess site,
        UpstreamTls upstream,
        Admin admin,
        int connections,
        RelayLimits limits,
        String via) {

    private static final int MAX_CONNECTIONS = 64;

    public ConnectionPointSettings {
        id = Require.present(id, "id", "5f0c7a52-8f1e-4d8a-9a53-1d1a5f4d2c11");
        certificateFile = Require.present(certificateFile, "certificateFile", "connection-point.pem");
        keyFile = Require.present(keyFile, "keyFile", "connection-point.key");
        trustFile = Require.present(trustFile, "trustFile", "tunnel-ca.pem");
        gateways = List.copyOf(Require.present(gateways, "gateways", "[\"gateway.example:10140\"]"));
        if (gateways.isEmpty() || gateways.stream().anyMatch(gateway -> gateway.port() == 0)) {
            throw new IllegalArgumentException(
                    "gateways must name one or more, each with its port, for example gateways: [\"gateway.example:10140\"]");
        }
        site = Require.present(site, "site", "{url: \"http://127.0.0.1:8083\", secretFile: site.secret}");
        upstream = upstream == null ? UpstreamTls.DEFAULT : upstream;
        admin = admin == null ? Admin.DEFAULT : admin;
        limits = limits == null ? RelayLimits.DEFAULT : limits;
        via = Via.checkSetting(via, "opencmg-connection-point");
        if (connections < 0 || connections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException("connections is " + connections + " and must be 1 to " + MAX_CONNECTIONS
                    + ", for example connections: 2");
        }
        connections = connections > 0
                ? connections
                : Math.min(4, Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    /**
     * Reads and validates a file.
     *
     * @throws opencmg.settings.InvalidSettingsException with one fault for each thing to mend
     */
    public static ConnectionPointSettings read(Path file) {
        return SettingsFile.read(file, ConnectionPointSettings.class);
    }

    /**
     * The admin server.
     *
     * @param listen loopback by default, because it requires no credential
     */
    public record Admin(Address listen) {

        static final Admin DEFAULT = new Admin(new Address("127.0.0.1", 8082));

        public Admin {
            listen = Require.present(listen, "listen", "127.0.0.1:8082");
        }
    }
}
