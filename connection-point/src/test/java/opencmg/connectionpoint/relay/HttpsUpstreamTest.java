package opencmg.connectionpoint.relay;

import static opencmg.connectionpoint.relay.Inside.await;
import static opencmg.connectionpoint.relay.Inside.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateDefects;
import opencmg.certs.CertificateRequest;
import opencmg.certs.Credential;
import opencmg.certs.Pem;
import opencmg.settings.site.ClientTrust;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A management point that speaks HTTPS and answers 403.7 to whoever shows no certificate, as IIS does. */
class HttpsUpstreamTest {

    private static final int LARGE = 8 << 20;

    @TempDir
    static Path files;

    private static CertificateAuthority authority;
    private static Path trust;
    private static Credential server;
    private static CandidateCertificate good;
    private static CandidateCertificate forCode;

    private Inside inside;
    private String url;

    @BeforeAll
    static void makeCertificates() throws IOException {
        authority = CertificateAuthority.root("Inside CA", CaEnvironment.forTests());
        trust = files.resolve("trust.pem");
        Pem.writeCertificates(trust, List.of(authority.certificate()));
        server =
                authority.issue(CertificateRequest.managementPoint("localhost")).write(files, "mp");
        good = candidate(CertificateRequest.client("cp1.lab"), "good");
        forCode =
                candidate(CertificateRequest.client("cp2.lab").customize(CertificateDefects.forCodeSigning()), "code");
    }

    private static CandidateCertificate candidate(CertificateRequest order, String name) throws IOException {
        Credential written = authority.issue(order).write(files, name);
        return CandidateCertificate.load(written.certFile(), written.keyFile());
    }

    @BeforeEach
    void open() throws Exception {
        inside = new Inside(Inside.FEW);
        ServerSSLOptions tls = new ServerSSLOptions()
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(server.certFile().toString())
                        .addKeyPath(server.keyFile().toString()))
                .setTrustOptions(new PemTrustOptions().addCertPath(trust.toString()))
                .setClientAuth(ClientAuth.REQUEST);
        HttpServer mp = await(inside.vertx
                .createHttpServer(new HttpServerConfig().setHost("127.0.0.1").setPort(0), tls)
                .requestHandler(HttpsUpstreamTest::answer)
                .listen());
        url = "https://localhost:" + mp.actualPort();
    }

    @AfterEach
    void close() throws Exception {
        inside.close();
    }

    private static void answer(HttpServerRequest request) {
        String peer = peer(request);
        var response = request.response();
        if (request.path().endsWith("/forbidden")) {
            response.setStatusCode(403).setStatusMessage("Forbidden");
        } else if (peer == null) {
            response.setStatusCode(403).setStatusMessage("Client certificate required");
        }
        response.putHeader("x-port", String.valueOf(request.remoteAddress().port()));
        Buffer body = request.path().endsWith("/large") ? Buffer.buffer(new byte[LARGE]) : Buffer.buffer("" + peer);
        response.end(body).onFailure(Throwable::printStackTrace);
    }

    private static @Nullable String peer(HttpServerRequest request) {
        try {
            return ((X509Certificate) request.connection().peerCertificates().get(0))
                    .getSubjectX500Principal()
                    .getName();
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    private void reach(List<CandidateCertificate> candidates) throws Exception {
        SelectedCertificate own = pick(candidates);
        inside.serverAt(url, UpstreamClient.tls(trust, own.picked(), Inside.FEW), own);
    }

    private static SelectedCertificate pick(List<CandidateCertificate> candidates) throws CertificateException {
        return new CertificateFilters(
                        new ClientTrust(List.of(Pem.certificate(authority.certificate())), List.of(), false))
                .pick(candidates);
    }

    @Test
    void showsTheCertificateThatPassesTheFilters() throws Exception {
        reach(List.of(forCode, good));

        Inside.Answer answer = inside.exchange(get("/SMS_MP/x"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasToString("CN=cp1.lab");
        assertThat(answer.headers().contains("x-opencmg-certificate-filters")).isFalse();
    }

    @Test
    void usesAConnectionAgainAfterALargeAnswer() throws Exception {
        reach(List.of(good));

        Inside.Answer large = inside.exchange(get("/SMS_MP/large"));
        Inside.Answer next = inside.exchange(get("/SMS_MP/x"));

        assertThat(large.body().length()).isEqualTo(LARGE);
        assertThat(next.body()).hasToString("CN=cp1.lab");
        assertThat(next.headers().get("x-port")).isEqualTo(large.headers().get("x-port"));
    }

    @Test
    void showsANewCertificateToAServerThatIsConnectedAlready() throws Exception {
        reach(List.of());
        Inside.Answer before = inside.exchange(get("/SMS_MP/x"));
        RelayResponse underWay = inside.head(get("/SMS_MP/large"));

        inside.use(UpstreamClient.tls(trust, good, Inside.FEW));
        Inside.Answer after = inside.exchange(get("/SMS_MP/x"));
        Inside.Answer old = inside.on(() -> inside.collect(underWay));
        Inside.Answer next = inside.exchange(get("/SMS_MP/x"));

        assertThat(before.body()).hasToString("null");
        assertThat(after.body()).hasToString("CN=cp1.lab");
        assertThat(old.body().length()).isEqualTo(LARGE);
        assertThat(next.headers().get("x-port")).isEqualTo(after.headers().get("x-port"));
    }

    @Test
    void tellsTheGatewayWhatTheFiltersLeftWhenTheServerAsksForACertificate() throws Exception {
        reach(List.of(forCode));

        Inside.Answer answer = inside.exchange(get("/SMS_MP/x"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.response().phrase()).isEqualTo("Client certificate required");
        assertThat(answer.headers().get("x-opencmg-certificate-filters"))
                .isEqualTo("candidates 1, digital signature 1, allowed root CA 1, private key 1, client auth 0");
    }

    @Test
    void tellsNothingOfCertificatesWhenTheServerForbidsForAnotherReason() throws Exception {
        reach(List.of(good));

        Inside.Answer answer = inside.exchange(get("/SMS_MP/forbidden"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers().contains("x-opencmg-certificate-filters")).isFalse();
    }

    @Test
    void namesAServerWhoseCertificateIsNotTrusted() throws Exception {
        inside.serverAt(url); // with the authorities of the Java runtime

        RelayFailure failure = inside.failure(get("/SMS_MP/x"));

        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_TLS);
        assertThat(failure.detail())
                .contains(url)
                .contains("TLS")
                .contains("path")
                .contains("candidates 0");
    }

    @Test
    void namesAServerThatShowsAnotherName() throws Exception {
        SelectedCertificate own = pick(List.of(good));
        inside.serverAt(
                url.replace("localhost", "127.0.0.1"), UpstreamClient.tls(trust, own.picked(), Inside.FEW), own);

        RelayFailure failure = inside.failure(get("/SMS_MP/x"));

        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_TLS);
        assertThat(failure.detail()).contains("127.0.0.1");
    }

    @Test
    void namesAServerThatDoesNotSpeakTls() throws Exception {
        var plain = await(inside.vertx
                .createNetServer()
                .connectHandler(
                        socket -> socket.handler(hello -> socket.end(Buffer.buffer("HTTP/1.1 400 Bad Request\r\n\r\n"))
                                .onFailure(Throwable::printStackTrace)))
                .listen(0, "127.0.0.1"));
        inside.serverAt(
                "https://localhost:" + plain.actualPort(),
                UpstreamClient.tls(trust, null, Inside.FEW),
                SelectedCertificate.NONE);

        assertThat(inside.failure(get("/SMS_MP/x")).reason()).isEqualTo(FailureReason.UPSTREAM_TLS);
    }
}
