package opencmg.gateway.edge;

import java.nio.file.Path;
import java.util.List;
import opencmg.http.HeaderFields.Via;
import opencmg.settings.Address;
import opencmg.settings.Require;
import opencmg.settings.TlsIdentity;

/**
 * The listener for clients.
 *
 * @param listen address and port, 443 outside of labs; port 0 for any free one
 * @param certificateFile PEM, leaf first, then intermediates; its common name is the service name
 * @param keyFile PEM, PKCS#8
 * @param protocols only TLSv1.2 by default, as in the product; TLSv1.3 may be added
 * @param engine auto by default
 * @param via the name under which the gateway adds itself to Via; {@code off} to add nothing
 */
public record EdgeSettings(
        Address listen, Path certificateFile, Path keyFile, List<String> protocols, TlsEngine engine, String via) {

    private static final List<String> ALLOWED = List.of("TLSv1.2", "TLSv1.3");

    public EdgeSettings {
        listen = Require.present(listen, "listen", "0.0.0.0:443");
        certificateFile = Require.present(certificateFile, "certificateFile", "edge.pem");
        keyFile = Require.present(keyFile, "keyFile", "edge.key");
        protocols = protocols == null || protocols.isEmpty() ? List.of("TLSv1.2") : List.copyOf(protocols);
        if (!ALLOWED.containsAll(protocols)) {
            throw new IllegalArgumentException(
                    "protocols may hold " + ALLOWED + " and nothing older, for example protocols: [TLSv1.2]");
        }
        engine = engine == null ? TlsEngine.AUTO : engine;
        via = Via.checkSetting(via, "opencmg-gateway");
    }

    public TlsIdentity identity() {
        return new TlsIdentity(certificateFile, keyFile);
    }
}
