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

/** The TLS side of the edge's options: a client certificate is asked for and never judged here. */
public final class EdgeTls {

    private static final Logger log = LoggerFactory.getLogger(EdgeTls.class);

    private EdgeTls() {}

    static void apply(EdgeSettings settings, TlsEngine engine, EdgeLimits limits, NetServerOptions options) {
        options.setSsl(true)
                .setUseAlpn(false) // HTTP/1.1 is all that Configuration Manager clients speak (protocol.md 1.1)
                .setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(TrustOptions.wrap(AcceptAnyCertificate.INSTANCE))
                .setKeyCertOptions(key(settings, engine))
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(settings.protocols()))
                .setSslEngineOptions(options(engine))
                .setSslHandshakeTimeout(limits.handshakeSeconds())
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    }

    private static KeyCertOptions key(EdgeSettings settings, TlsEngine engine) {
        PemKeyCertOptions files = new PemKeyCertOptions()
                .setCertPath(settings.certificateFile().toString())
                .setKeyPath(settings.keyFile().toString());
        return engine == TlsEngine.BORINGSSL ? new NativeKeyManager(files) : files;
    }

    private static SSLEngineOptions options(TlsEngine engine) {
        return engine == TlsEngine.BORINGSSL ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions();
    }

    /**
     * BORINGSSL or JDK.
     *
     * @throws InvalidSettingsException when BoringSSL is asked for and cannot be loaded
     */
    public static TlsEngine choose(TlsEngine wanted, String source) {
        if (wanted == TlsEngine.JDK || OpenSSLEngineOptions.isAvailable()) {
            return wanted == TlsEngine.JDK ? TlsEngine.JDK : TlsEngine.BORINGSSL;
        }
        String platform = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (wanted == TlsEngine.BORINGSSL) {
            throw new InvalidSettingsException(
                    source, "edge.engine", "BoringSSL cannot be loaded for " + platform + "; use engine: auto");
        }
        log.atWarn()
                .addKeyValue("reason", "netty-tcnative has no library that loads for " + platform)
                .log("TLS is done by the JDK, which is slower than BoringSSL");
        return TlsEngine.JDK;
    }
}
