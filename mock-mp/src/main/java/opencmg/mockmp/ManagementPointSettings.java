package opencmg.mockmp;

import java.nio.file.Path;
import java.util.List;
import opencmg.mockmp.identity.TrustedPeers;
import opencmg.settings.Address;
import opencmg.settings.Require;
import opencmg.settings.TlsIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The management point.
 *
 * @param listen where the connection point reaches it: HTTP in mode http, TLS otherwise
 * @param plainListen plain HTTP beside TLS, for intranet clients; in mode ehttp any free port if not given, in mode https none
 * @param fqdn name that it says it has
 * @param certificateFile for mode https; mode ehttp makes its own
 * @param keyFile for mode https
 * @param clientTrustFile PEM roots of the certificates that mode https wants to see from connection points and intranet clients
 * @param trustedPeers addresses whose identity headers are believed; loopback if not given
 * @param connectionPointFile PEM certificates of connection points, believed wherever they call from
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

    public ManagementPointSettings {
        listen = Require.present(listen, "listen", "127.0.0.1:8443");
        Require.matches(fqdn, "[A-Za-z0-9._-]{1,253}", "fqdn", "mp1.corp.example");
        trustedPeers = trustedPeers == null ? TrustedPeers.LOOPBACK : List.copyOf(trustedPeers);
    }

    /** What mode https needs. */
    TlsIdentity identity() {
        if (certificateFile == null || keyFile == null) {
            throw new IllegalArgumentException(
                    "mode https needs a certificate, for example managementPoint: {certificateFile: mp.pem, keyFile: mp.key}");
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
