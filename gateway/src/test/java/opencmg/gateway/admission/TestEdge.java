package opencmg.gateway.admission;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.TrustOptions;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509TrustManager;
import opencmg.certs.Issued;
import opencmg.certs.Pem;
import opencmg.gateway.identity.Awaited;
import opencmg.gateway.refusal.Problem;
import opencmg.gateway.refusal.Refusal;

/** The least HTTPS server that asks Admission and answers what it says: admission over real sockets without the rest of the gateway. */
final class TestEdge {

    private final Admission admission;
    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();

    /** The two TLS engines of a gateway. */
    enum Engine {
        JDK,
        BORINGSSL;

        SSLEngineOptions options() {
            return this == JDK ? new JdkSSLEngineOptions() : new OpenSSLEngineOptions();
        }
    }

    TestEdge(Vertx vertx, Engine engine, Issued identity, Admission admission) {
        this.admission = admission;
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setSslEngineOptions(engine.options())
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2"))
                .setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(TrustOptions.wrap(new AnyClient()))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(Pem.certificates(identity.chain())))
                        .addKeyValue(Buffer.buffer(Pem.key(identity.key()))));
        server = vertx.createHttpServer(options).requestHandler(this::handle);
        Awaited.done(server.listen(0, "127.0.0.1"));
    }

    int port() {
        return server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        String id = "r-" + requests.incrementAndGet();
        Arrival arrival =
                new Arrival(id, request.method().name(), request.uri(), request.headers(), chain(request), -1);
        admission
                .admit(arrival)
                .onSuccess(outcome -> request.response().end("admitted").onFailure(gone -> {}))
                .onFailure(failure -> refuse(request, Refusal.of(failure), id));
    }

    private static void refuse(HttpServerRequest request, Refusal refusal, String id) {
        request.response()
                .setStatusCode(refusal.reason().status())
                .setStatusMessage(refusal.reason().phrase())
                .putHeader("content-type", Problem.CONTENT_TYPE)
                .end(Problem.json(refusal, id, Problem.Form.SHORT))
                .onFailure(gone -> {});
    }

    private static List<X509Certificate> chain(HttpServerRequest request) {
        try {
            Certificate[] chain = request.connection().sslSession().getPeerCertificates();
            return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    void close() {
        Awaited.done(server.close());
    }

    private static final class AnyClient implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
