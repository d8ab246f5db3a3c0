package opencmg.gateway.edge;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.TrustOptions;
import java.util.LinkedHashSet;
import java.util.concurrent.TimeUnit;
import opencmg.settings.InvalidSettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TLS options of the edge. It requests a client certificate and does not verify it here (see {@link AcceptAnyCertificate}). */
public final class EdgeTls {

    private static final Logger log = LoggerFactory.getLogger(EdgeTls.class);

    private EdgeTls() {}

    static void apply(EdgeSettings settings, TlsEngine engine, EdgeLimits limits, NetServerOptions options) {
        options.setSsl(true)
                .setUseAlpn(false) // HTTP/1.1 is all that Configuration Manager clients speak (protocol.md 1.1)
                .setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(TrustOptions.wrap(AcceptAnyCertificate.INSTANCE))
                .setKeyCertOptions(keyAndCertificate(settings, engine))
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(settings.protocols()))
                .setSslEngineOptions(options(engine))
                .setSslHandshakeTimeout(limits.handshakeSeconds())
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    }

    private static KeyCertOptions keyAndCertificate(EdgeSettings settings, TlsEngine engine) {
        PemKeyCertOptions files = new PemKeyCertOptions()
                .setCertPath(settings.certificateFile().toString())
                .setKeyPath(settings.keyFile().toString());
        return engine == TlsEngine.BORINGSSL ? new NativeKeyManager(files) : files;
    }

    private static SSLEngineOptions options(TlsEngine engine) {
        return engine == TlsEngine.BORINGSSL ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions();
    }

    /**
     * Resolves AUTO to BORINGSSL or JDK.
     *
     * @throws InvalidSettingsException when BoringSSL is configured and cannot be loaded
     */
    public static TlsEngine choose(TlsEngine configured, String source) {
        if (configured == TlsEngine.JDK || OpenSSLEngineOptions.isAvailable()) {
            return configured == TlsEngine.JDK ? TlsEngine.JDK : TlsEngine.BORINGSSL;
        }
        String platform = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (configured == TlsEngine.BORINGSSL) {
            throw new InvalidSettingsException(
                    source, "edge.engine", "BoringSSL cannot be loaded for " + platform + "; use engine: auto");
        }
        log.atWarn()
                .addKeyValue("reason", "netty-tcnative has no library that loads for " + platform)
                .log("TLS is done by the JDK, which is slower than BoringSSL");
        return TlsEngine.JDK;
    }
}
