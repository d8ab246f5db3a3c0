package opencmg.gateway;

import java.nio.file.Path;
import opencmg.gateway.edge.EdgeLimits;
import opencmg.settings.Address;
import opencmg.settings.Require;
import opencmg.settings.TlsIdentity;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelTls;

/**
 * Where connection points come in.
 *
 * @param listen address and port, 10140 as in the product; port 0 for any free one
 * @param certificateFile PEM, leaf first; carries the names by which connection points dial
 * @param keyFile PEM, PKCS#8
 * @param trustFile PEM, the authorities of the connection points' certificates
 */
public record TunnelSettings(Address listen, Path certificateFile, Path keyFile, Path trustFile) {

    public TunnelSettings {
        listen = Require.present(listen, "listen", "0.0.0.0:10140");
        certificateFile = Require.present(certificateFile, "certificateFile", "tunnel.pem");
        keyFile = Require.present(keyFile, "keyFile", "tunnel.key");
        trustFile = Require.present(trustFile, "trustFile", "tunnel-ca.pem");
    }

    TlsIdentity identity() {
        return new TlsIdentity(certificateFile, keyFile);
    }

    TunnelTls tls() {
        return new TunnelTls(certificateFile, keyFile, trustFile);
    }

    static TunnelLimits limits(EdgeLimits limits) {
        TunnelLimits usual = TunnelLimits.DEFAULT;
        return new TunnelLimits(
                limits.exchangesPerTunnel(),
                limits.streamWindowBytes(),
                Math.max(usual.maxHeaderListSize(), 2 * limits.headerBytes()),
                usual.pingInterval(),
                usual.silenceTimeout(),
                usual.handshakeTimeout(),
                limits.drain(),
                perLoop(limits));
    }

    /** Each event loop has its share, rounded up: Vert.x spreads the connections evenly. */
    private static int perLoop(EdgeLimits limits) {
        return (limits.tunnelsPerSecond() + limits.eventLoops() - 1) / limits.eventLoops();
    }
}
