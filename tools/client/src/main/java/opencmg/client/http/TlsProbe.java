package opencmg.client.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClientOptions;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;

/**
 * Connects to a server without validating its certificate and reports what it presents. For diagnosing certificates that a real
 * client would reject; a probe must never carry a credential, so headers and body of the request are not sent.
 *
 * @param chain as sent, the server's own certificate first
 * @param protocol the negotiated version, for example {@code TLSv1.2}
 * @param response to the request
 */
public record TlsProbe(List<X509Certificate> chain, String protocol, WebResponse response) {

    public TlsProbe {
        chain = List.copyOf(chain);
    }

    /** Sends one request to an {@code https} URL. Fails with {@link NoResponseException}. */
    public static Future<TlsProbe> connect(Vertx vertx, WebRequest request) {
        WebClientOptions options = WebTrust.of(null).options();
        options.setTrustAll(true).setVerifyHost(false).setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
        Web web = new Web(vertx, options, new PoolOptions());
        WebRequest anonymous =
                new WebRequest(request.method(), request.uri(), Map.of(), Buffer.buffer(), request.timeoutSeconds());
        ResponseBody body = ResponseBody.inMemory();
        return web.send(anonymous, body)
                .compose(response -> result(anonymous, body.connection(), response))
                .eventually(web::close);
    }

    private static Future<TlsProbe> result(WebRequest request, HttpConnection connection, WebResponse response) {
        try {
            List<X509Certificate> chain = connection.peerCertificates().stream()
                    .filter(X509Certificate.class::isInstance)
                    .map((Certificate certificate) -> (X509Certificate) certificate)
                    .toList();
            return Future.succeededFuture(
                    new TlsProbe(chain, connection.sslSession().getProtocol(), response));
        } catch (SSLException e) {
            return Future.failedFuture(NoResponseException.of(request, e));
        }
    }
}
