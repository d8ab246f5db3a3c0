package opencmg.connectionpoint.upstream;

import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ClientConfig;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLEngineOptions;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How this part speaks HTTP to servers inside: HTTP/1.1, kept alive, TLS 1.2 or 1.3, nothing unpacked and no redirect followed. */
public final class UpstreamClient {

    private static final Logger log = LoggerFactory.getLogger(UpstreamClient.class);

    private static final int HEADERS = 64 << 10;
    private static final int STATUS_LINE = 8 << 10;
    private static final int PIECE = 64 << 10;

    private UpstreamClient() {}

    /** A client whose connections all live on the caller's event loop. */
    public static HttpClientAgent onLoop(Vertx vertx, RelayLimits limits, ClientSSLOptions tls) {
        HttpClientConfig config = new HttpClientConfig()
                .setVersions(HttpVersion.HTTP_1_1)
                .setConnectTimeout(limits.connect())
                .setDecompressionEnabled(false)
                .setVerifyHost(true)
                .setHttp1Config(new Http1ClientConfig()
                        .setKeepAlive(true)
                        .setKeepAliveTimeout(limits.keepAlive())
                        .setMaxInitialLineLength(STATUS_LINE)
                        .setMaxHeaderSize(HEADERS)
                        .setMaxChunkSize(PIECE));
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(limits.upstreamConnections())
                .setMaxWaitQueueSize(limits.upstreamQueue());
        return vertx.httpClientBuilder()
                .with(config)
                .with(pool)
                .with(tls)
                .with(engine())
                .build();
    }

    /**
     * TLS towards servers inside.
     *
     * @param trustFile their authorities (PEM); null for those of the Java runtime
     * @param own what is shown to a server that asks; null for nothing
     */
    public static ClientSSLOptions tls(
            @Nullable Path trustFile, @Nullable CandidateCertificate own, RelayLimits limits) {
        ClientSSLOptions tls = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm("HTTPS")
                .setUseAlpn(false)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setSslHandshakeTimeout(limits.connectSeconds());
        if (trustFile != null) {
            tls.setTrustOptions(new PemTrustOptions().addCertPath(trustFile.toString()));
        }
        if (own != null && own.keyFile() != null) {
            tls.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertPath(own.certificateFile().toString())
                    .addKeyPath(own.keyFile().toString()));
        }
        return tls;
    }

    private static SSLEngineOptions engine() {
        return OpenSSLEngineOptions.isAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions();
    }

    /** One line at the start. */
    public static void logEngine() {
        log.atInfo()
                .addKeyValue("engine", OpenSSLEngineOptions.isAvailable() ? "BoringSSL" : "JDK")
                .log("TLS towards servers inside");
    }
}
