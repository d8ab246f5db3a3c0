package opencmg.gateway;

import java.nio.file.Path;
import opencmg.settings.Address;
import opencmg.settings.Require;
import opencmg.settings.TlsIdentity;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelTls;
import org.jspecify.annotations.Nullable;

/**
 * The listener for tunnels, and their limits.
 *
 * @param listen address and port, 10140 as in the product; port 0 for any free one
 * @param certificateFile PEM, leaf first; has the names under which connection points dial
 * @param keyFile PEM, PKCS#8
 * @param trustFile PEM, the authorities of the connection points' certificates
 * @param siteCode the one site for connection points whose certificates do not name their site; null for none
 */
public record TunnelSettings(
        Address listen,
        Path certificateFile,
        Path keyFile,
        Path trustFile,
        @Nullable String siteCode) {

    public TunnelSettings {
        listen = Require.present(listen, "listen", "0.0.0.0:10140");
        certificateFile = Require.present(certificateFile, "certificateFile", "tunnel.pem");
        keyFile = Require.present(keyFile, "keyFile", "tunnel.key");
        trustFile = Require.present(trustFile, "trustFile", "tunnel-ca.pem");
        if (siteCode != null) {
            Require.matches(siteCode, "[A-Za-z0-9]{3}", "siteCode", "LAB");
        }
    }

    TlsIdentity identity() {
        return new TlsIdentity(certificateFile, keyFile);
    }

    TunnelTls tls() {
        return new TunnelTls(certificateFile, keyFile, trustFile);
    }

    /** The limits of the tunnels of one event loop. A header list may have twice the size of what a client may send. */
    static TunnelLimits limits(GatewayLimits limits) {
        TunnelLimits defaults = TunnelLimits.DEFAULT;
        return new TunnelLimits(
                limits.exchangesPerTunnel(),
                limits.streamWindowBytes(),
                Math.max(defaults.maxHeaderListSize(), 2 * limits.headerBytes()),
                defaults.pingInterval(),
                defaults.silenceTimeout(),
                defaults.handshakeTimeout(),
                limits.drain(),
                acceptsPerLoop(limits));
    }

    /** The share of one event loop, rounded up: Vert.x distributes the connections evenly. */
    private static int acceptsPerLoop(GatewayLimits limits) {
        return (limits.tunnelsPerSecond() + limits.eventLoops() - 1) / limits.eventLoops();
    }
}
