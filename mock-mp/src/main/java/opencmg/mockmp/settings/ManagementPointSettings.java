package opencmg.mockmp.settings;

import java.nio.file.Path;
import java.util.List;
import opencmg.settings.Address;
import opencmg.settings.Require;
import opencmg.settings.TlsIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code managementPoint} of {@code mock-mp.yaml}.
 *
 * @param listen address that the connection point relays to: HTTP in mode http, TLS otherwise
 * @param plainListen plain HTTP beside TLS, for intranet clients; defaults to any free port in mode ehttp and to none in mode https
 * @param fqdn host name that it reports to clients
 * @param certificateFile for mode https; mode ehttp makes its own
 * @param keyFile for mode https
 * @param clientTrustFile PEM roots of the TLS client certificates that mode https requires from connection points and intranet clients
 * @param trustedPeers IP addresses whose identity headers are trusted; loopback if not given
 * @param connectionPointFile PEM certificates of connection points, trusted from any address
 */
public record ManagementPointSettings(
        Address listen,
        @Nullable Address plainListen,
        String fqdn,
        @Nullable Path certificateFile,
        @Nullable Path keyFile,
        @Nullable Path clientTrustFile,
        List<String> trustedPeers,
        @Nullable Path connectionPointFile) {

    /** Default of {@code trustedPeers}: this machine alone. */
    public static final List<String> LOOPBACK = List.of("127.0.0.1", "0:0:0:0:0:0:0:1", "::1");

    public ManagementPointSettings {
        listen = Require.present(listen, "listen", "127.0.0.1:8443");
        Require.matches(fqdn, "[A-Za-z0-9._-]{1,253}", "fqdn", "mp1.corp.example");
        trustedPeers = trustedPeers == null ? LOOPBACK : List.copyOf(trustedPeers);
    }

    /**
     * The certificate and key for mode https.
     *
     * @throws IllegalArgumentException when one of them is not configured
     */
    public TlsIdentity identity() {
        if (certificateFile == null || keyFile == null) {
            throw new IllegalArgumentException(
                    "mode https needs a certificate, for example managementPoint: {certificateFile: mp.pem, keyFile:"
                            + " mp.key}");
        }
        return new TlsIdentity(certificateFile, keyFile);
    }

    void checkForHttps() {
        if (certificateFile == null || keyFile == null || clientTrustFile == null) {
            throw new IllegalArgumentException(
                    "mode https needs certificateFile, keyFile and clientTrustFile, for example managementPoint:"
                            + " {certificateFile: mp.pem, keyFile: mp.key, clientTrustFile: client-roots.pem}");
        }
    }
}
