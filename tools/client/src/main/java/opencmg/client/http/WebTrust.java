package opencmg.client.http;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.Set;
import opencmg.certs.Credential;
import org.jspecify.annotations.Nullable;

/**
 * Whom the client believes, and what it shows.
 *
 * @param roots PEM; null for those of the Java runtime
 * @param own the client certificate; null for none
 * @param protocol the one TLS version to offer
 */
public record WebTrust(@Nullable Path roots, @Nullable Credential own, String protocol) {

    public static WebTrust in(@Nullable Path roots) {
        return new WebTrust(roots, null, "TLSv1.2");
    }

    public WebTrust showing(@Nullable Credential certificate) {
        return new WebTrust(roots, certificate, protocol);
    }

    public WebTrust over(String version) {
        return new WebTrust(roots, own, version);
    }

    HttpClientOptions options() {
        HttpClientOptions options = new HttpClientOptions()
                .setEnabledSecureTransportProtocols(Set.of(protocol))
                .setConnectTimeout(10_000)
                .setMaxHeaderSize(64 * 1024)
                .setKeepAliveTimeout(30)
                .setDecompressionSupported(false);
        if (roots != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(roots.toString()));
        }
        if (own != null) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertPath(own.certFile().toString())
                    .addKeyPath(own.keyFile().toString()));
        }
        return options;
    }
}
