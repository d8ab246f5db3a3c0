package opencmg.client.http;

import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Path;
import java.util.Set;
import opencmg.certs.Credential;
import org.jspecify.annotations.Nullable;

/**
 * TLS settings of a client.
 *
 * @param roots PEM file of trust anchors; null for those of the JDK
 * @param clientCertificate null for none
 * @param protocol the only TLS version to offer, for example {@code TLSv1.2}
 */
public record WebTrust(@Nullable Path roots, @Nullable Credential clientCertificate, String protocol) {

    /** TLS 1.2 without a client certificate. */
    public static WebTrust of(@Nullable Path roots) {
        return new WebTrust(roots, null, "TLSv1.2");
    }

    public WebTrust withCertificate(@Nullable Credential certificate) {
        return new WebTrust(roots, certificate, protocol);
    }

    public WebTrust withProtocol(String version) {
        return new WebTrust(roots, clientCertificate, version);
    }

    WebClientOptions options() {
        WebClientOptions options =
                new WebClientOptions().setUserAgentEnabled(false).setFollowRedirects(false);
        options.setEnabledSecureTransportProtocols(Set.of(protocol))
                .setConnectTimeout(10_000)
                .setMaxHeaderSize(64 * 1024)
                .setKeepAliveTimeout(30)
                .setDecompressionSupported(false);
        if (roots != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(roots.toString()));
        }
        if (clientCertificate != null) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertPath(clientCertificate.certFile().toString())
                    .addKeyPath(clientCertificate.keyFile().toString()));
        }
        return options;
    }
}
