package opencmg.tunnel.link;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLEngineOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelProtocol;
import opencmg.tunnel.TunnelTls;

/** Converts {@link TunnelTls} to Vert.x options: TLS 1.2, certificates on both sides, BoringSSL if it can be loaded. */
final class TlsOptions {

    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2");

    private TlsOptions() {}

    static NetServerOptions server(TunnelTls tls, TunnelLimits limits) {
        NetServerOptions options = new NetServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setSslEngineOptions(engine())
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setSslHandshakeTimeout(limits.handshakeTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        options.setKeyCertOptions(keyCert(tls));
        options.setTrustOptions(trust(tls));
        options.getSslOptions()
                .setClientAuth(ClientAuth.REQUIRED)
                .setApplicationLayerProtocols(List.of(TunnelProtocol.ALPN));
        options.setTcpNoDelay(true);
        return options;
    }

    static NetClientOptions client(TunnelTls tls, TunnelLimits limits) {
        NetClientOptions options = new NetClientOptions()
                .setSslEngineOptions(engine())
                .setUseAlpn(true)
                .setApplicationLayerProtocols(List.of(TunnelProtocol.ALPN))
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setHostnameVerificationAlgorithm("HTTPS");
        options.setSsl(true);
        options.setConnectTimeout((int) limits.handshakeTimeout().toMillis());
        options.setSslHandshakeTimeout(limits.handshakeTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        options.setKeyCertOptions(keyCert(tls));
        options.setTrustOptions(trust(tls));
        options.setTcpNoDelay(true);
        return options;
    }

    /**
     * Options with the current contents of the files instead of their names, because a Vert.x client reuses what it built from equal options before. Blocks.
     *
     * @throws UncheckedIOException if a file cannot be read
     */
    static ClientSSLOptions reload(TunnelTls tls, TunnelLimits limits) {
        NetClientOptions options = client(tls, limits);
        options.setKeyCertOptions(new PemKeyCertOptions()
                .setCertValue(content(tls.certificateFile()))
                .setKeyValue(content(tls.keyFile())));
        options.setTrustOptions(new PemTrustOptions().addCertValue(content(tls.trustFile())));
        return options.getSslOptions();
    }

    private static Buffer content(Path file) {
        try {
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PemKeyCertOptions keyCert(TunnelTls tls) {
        return new PemKeyCertOptions()
                .setCertPath(tls.certificateFile().toString())
                .setKeyPath(tls.keyFile().toString());
    }

    private static PemTrustOptions trust(TunnelTls tls) {
        return new PemTrustOptions().addCertPath(tls.trustFile().toString());
    }

    private static SSLEngineOptions engine() {
        return OpenSSLEngineOptions.isAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions();
    }
}
