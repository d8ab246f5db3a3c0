package opencmg.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateRequest;
import opencmg.certs.Credential;
import opencmg.certs.Pem;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadClientTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger requests = new AtomicInteger();
    private final Set<String> peers = ConcurrentHashMap.newKeySet();
    private HttpServer server;
    private Credential certificate;

    @BeforeEach
    void listen() throws IOException {
        CertificateAuthority root = CertificateAuthority.root("Load", CaEnvironment.forTests());
        Credential own = root.issue(CertificateRequest.edgeAt("localhost")).write(folder, "server");
        certificate = root.issue(CertificateRequest.client("PC01.corp.example")).write(folder, "client");
        Path trust = folder.resolve("root.pem");
        Pem.writeCertificates(trust, List.of(root.certificate()));
        HttpServerOptions options = new HttpServerOptions().setSsl(true).setClientAuth(ClientAuth.REQUIRED);
        options.setKeyCertOptions(new PemKeyCertOptions()
                .setCertPath(own.certFile().toString())
                .setKeyPath(own.keyFile().toString()));
        options.setTrustOptions(new PemTrustOptions().addCertPath(trust.toString()));
        server = vertx.createHttpServer(options)
                .requestHandler(this::response)
                .listen(0, "127.0.0.1")
                .await();
    }

    private void response(HttpServerRequest request) {
        requests.incrementAndGet();
        peers.add(request.connection().remoteAddress().toString());
        request.response()
                .setStatusCode(request.path().endsWith("/missing") ? 404 : 200)
                .end("x".repeat(40_000))
                .onFailure(gone -> {});
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private LoadClient client() {
        return LoadClient.to(new LoadTarget(server.actualPort(), "/role", null, certificate));
    }

    @Test
    void tellsTheStatusOfOneRequest() {
        try (LoadClient client = client()) {
            assertThat(client.status("/1k")).isEqualTo(200);
            assertThat(client.status("/missing")).isEqualTo(404);
        }
    }

    @Test
    void tellsZeroWhereNobodyListens() {
        server.close().await();
        try (LoadClient client = client()) {
            assertThat(client.status("/1k")).isZero();
        }
    }

    @Test
    void countsWhatIsAnsweredInAClosedLoop() {
        try (LoadClient client = client()) {
            LoadResult result = ClosedLoop.run(client, "/1k", 4, SHORT);
            result.check("server");
            assertThat(result.done()).isPositive().isLessThanOrEqualTo(requests.get());
            assertThat(peers).hasSize(4);
        }
    }

    @Test
    void countsRefusalsAsFailures() {
        try (LoadClient client = client()) {
            LoadResult result = ClosedLoop.run(client, "/missing", 2, SHORT);
            assertThat(result.done()).isZero();
            assertThatThrownBy(() -> result.check("server")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void sendsEveryRequestOfAFixedRate() {
        try (LoadClient client = client()) {
            Histogram latencies = OpenLoop.run(client, "/1k", 2, 1000, SHORT, Duration.ZERO);
            assertThat(latencies.getTotalCount()).isEqualTo(200);
            assertThat(requests).hasValue(200);
        }
    }

    @Test
    void leavesTheBeginningOfAFixedRateOut() {
        try (LoadClient client = client()) {
            Histogram latencies = OpenLoop.run(client, "/1k", 2, 1000, SHORT, SHORT.dividedBy(4));
            assertThat(latencies.getTotalCount()).isEqualTo(150);
            assertThat(requests).hasValue(200);
        }
    }

    @Test
    void failsAFixedRateThatIsRefused() {
        try (LoadClient client = client()) {
            assertThatThrownBy(() -> OpenLoop.run(client, "/missing", 2, 1000, SHORT, Duration.ZERO))
                    .hasMessageContaining("200 of 200");
        }
    }

    @Test
    void opensANewConnectionForEachRequest() {
        try (LoadClient client = client()) {
            LoadResult result = NewConnections.run(List.of(client), "/1k", 2, SHORT);
            result.check("server");
            assertThat(peers).hasSize((int) result.done());
        }
    }

    @Test
    void holdsExactlyAsManyIdleConnectionsAsAreAskedFor() {
        try (LoadClient client = client()) {
            IdleConnections idle = new IdleConnections(client, "/1k");
            idle.growTo(70);
            assertThat(peers).hasSize(70);
            idle.growTo(100);
            assertThat(peers).hasSize(100);
            assertThat(requests).hasValue(100);
        }
    }
}
