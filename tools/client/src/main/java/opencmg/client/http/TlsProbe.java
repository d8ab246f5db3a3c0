package opencmg.client.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * Connects to a server without validating its certificate and reports what it presents. For diagnosing certificates that a real
 * client would reject; a probe must never carry a credential.
 *
 * @param chain as sent, the server's own certificate first
 * @param protocol the negotiated version, for example {@code TLSv1.2}
 * @param response to the request
 */
public record TlsProbe(List<X509Certificate> chain, String protocol, WebResponse response) {

    public TlsProbe {
        chain = List.copyOf(chain);
    }

    /** Sends one request. Fails with {@link NoResponseException}. */
    public static Future<TlsProbe> connect(Vertx vertx, WebRequest request) {
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setConnectTimeout(10_000));
        return Web.runOnEventLoop(vertx, () -> client.request(
                                request.method(), request.port(), request.uri().getHost(), request.target())
                        .compose(HttpClientRequest::send)
                        .compose(response -> Web.collect(response).compose(collected -> result(response, collected))))
                .timeout(request.timeoutSeconds(), TimeUnit.SECONDS)
                .recover(cause -> Future.failedFuture(NoResponseException.of(request, cause)))
                .eventually(client::close);
    }

    private static Future<TlsProbe> result(HttpClientResponse response, WebResponse collected) {
        try {
            HttpConnection connection = response.request().connection();
            SSLSession session = connection.sslSession();
            List<X509Certificate> chain = connection.peerCertificates().stream()
                    .filter(X509Certificate.class::isInstance)
                    .map((Certificate certificate) -> (X509Certificate) certificate)
                    .toList();
            return Future.succeededFuture(new TlsProbe(chain, session.getProtocol(), collected));
        } catch (SSLException e) {
            return Future.failedFuture(e);
        }
    }
}
