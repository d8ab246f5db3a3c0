package opencmg.connectionpoint.relay;

import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ClientConfig;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLEngineOptions;
import java.nio.file.Path;
import java.util.Set;
import opencmg.http.client.Http1Client;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the HTTP clients for upstreams and the site server: HTTP/1.1 with keep-alive, TLS 1.2 or 1.3, no decompression, no redirects. */
public final class UpstreamClient {

    private static final Logger log = LoggerFactory.getLogger(UpstreamClient.class);

    private UpstreamClient() {}

    /** For the relay: a client whose connections all live on the caller's event loop. */
    public static Http1Client onLoop(Vertx vertx, RelayLimits limits, ClientSSLOptions tls) {
        NetClientOptions options = new NetClientOptions().setSslEngineOptions(engine());
        options.setConnectTimeout((int) limits.connectTimeout().toMillis());
        Http1Client.Limits pool =
                new Http1Client.Limits(limits.upstreamConnections(), limits.upstreamQueue(), limits.keepAliveSeconds());
        return new Http1Client(vertx, vertx.createNetClient(options), tls, pool);
    }

    /** For the long poll of the site server. */
    public static HttpClientAgent forSiteServer(Vertx vertx, RelayLimits limits, ClientSSLOptions tls) {
        HttpClientConfig config = new HttpClientConfig()
                .setVersions(HttpVersion.HTTP_1_1)
                .setConnectTimeout(limits.connectTimeout())
                .setDecompressionEnabled(false)
                .setVerifyHost(true)
                .setHttp1Config(new Http1ClientConfig().setKeepAliveTimeout(limits.keepAlive()));
        return vertx.httpClientBuilder().with(config).with(tls).with(engine()).build();
    }

    /**
     * TLS options for upstreams.
     *
     * @param trustFile their authorities (PEM); null for those of the Java runtime
     * @param own presented to a server that asks for a client certificate; null for none
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

    /** Logs once at the start. */
    public static void logEngine() {
        log.atInfo()
                .addKeyValue("engine", OpenSSLEngineOptions.isAvailable() ? "BoringSSL" : "JDK")
                .log("TLS towards servers inside");
    }
}
