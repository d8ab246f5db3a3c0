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
 * What a server shows of itself to somebody who does not believe it yet: its certificates, the TLS version that came about, and its answer. For judging
 * certificates that a real client would turn away from; therefore a request of it never carries a credential.
 *
 * @param chain as sent, the server's own first
 * @param protocol for example {@code TLSv1.2}
 * @param answer to the request
 */
public record TlsProbe(List<X509Certificate> chain, String protocol, WebResponse answer) {

    public TlsProbe {
        chain = List.copyOf(chain);
    }

    /** Fails with {@link NoResponseException}. */
    public static Future<TlsProbe> at(Vertx vertx, WebRequest ask) {
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setConnectTimeout(10_000));
        return Web.onLoop(vertx, () -> client.request(
                                ask.method(), ask.port(), ask.uri().getHost(), ask.target())
                        .compose(HttpClientRequest::send)
                        .compose(response -> Web.collect(response).compose(answer -> seen(response, answer))))
                .timeout(ask.seconds(), TimeUnit.SECONDS)
                .recover(cause -> Future.failedFuture(NoResponseException.of(ask, cause)))
                .eventually(client::close);
    }

    private static Future<TlsProbe> seen(HttpClientResponse response, WebResponse answer) {
        try {
            HttpConnection connection = response.request().connection();
            SSLSession session = connection.sslSession();
            List<X509Certificate> chain = connection.peerCertificates().stream()
                    .filter(X509Certificate.class::isInstance)
                    .map((Certificate certificate) -> (X509Certificate) certificate)
                    .toList();
            return Future.succeededFuture(new TlsProbe(chain, session.getProtocol(), answer));
        } catch (SSLException e) {
            return Future.failedFuture(e);
        }
    }
}
