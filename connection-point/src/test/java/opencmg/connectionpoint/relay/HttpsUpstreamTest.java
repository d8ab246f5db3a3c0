package opencmg.connectionpoint.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static opencmg.connectionpoint.relay.RelayFixture.await;
import static opencmg.connectionpoint.relay.RelayFixture.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateDefects;
import opencmg.certs.CertificateRequest;
import opencmg.certs.Credential;
import opencmg.certs.IssuedCertificate;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A management point that speaks HTTPS and responds with 403.7 to clients without a certificate, as IIS does. */
class HttpsUpstreamTest {

    private static final int LARGE = 8 << 20;

    @TempDir
    static Path files;

    private static CertificateAuthority authority;
    private static Path trust;
    private static Credential server;
    private static CandidateCertificate good;
    private static CandidateCertificate forCode;

    private RelayFixture fixture;
    private String url;
    private @Nullable ServerSocket closing;

    @BeforeAll
    static void makeCertificates() throws IOException {
        authority = CertificateAuthority.root("RelayFixture CA", CaEnvironment.forTests());
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
        fixture = new RelayFixture(RelayFixture.FOUR_EXCHANGES);
        ServerSSLOptions tls = new ServerSSLOptions()
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(server.certFile().toString())
                        .addKeyPath(server.keyFile().toString()))
                .setTrustOptions(new PemTrustOptions().addCertPath(trust.toString()))
                .setClientAuth(ClientAuth.REQUEST);
        HttpServer mp = await(fixture.vertx
                .createHttpServer(new HttpServerConfig().setHost("127.0.0.1").setPort(0), tls)
                .requestHandler(HttpsUpstreamTest::respond)
                .listen());
        url = "https://localhost:" + mp.actualPort();
    }

    @AfterEach
    void close() throws Exception {
        if (closing != null) {
            closing.close();
        }
        fixture.close();
    }

    private static void respond(HttpServerRequest request) {
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
        fixture.upstreamAt(url, UpstreamClient.tls(trust, own.selected(), RelayFixture.FOUR_EXCHANGES), own);
    }

    private static SelectedCertificate pick(List<CandidateCertificate> candidates) throws CertificateException {
        return new CertificateFilters(
                        new ClientTrust(List.of(Pem.certificate(authority.certificate())), List.of(), false))
                .select(candidates);
    }

    @Test
    void presentsTheCertificateThatPassesTheFilters() throws Exception {
        reach(List.of(forCode, good));

        RelayFixture.Response response = fixture.exchange(get("/SMS_MP/x"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).hasToString("CN=cp1.lab");
        assertThat(response.headers().contains("x-opencmg-certificate-filters")).isFalse();
    }

    @Test
    void reusesAConnectionAfterALargeResponse() throws Exception {
        reach(List.of(good));

        RelayFixture.Response large = fixture.exchange(get("/SMS_MP/large"));
        RelayFixture.Response next = fixture.exchange(get("/SMS_MP/x"));

        assertThat(large.body().length()).isEqualTo(LARGE);
        assertThat(next.body()).hasToString("CN=cp1.lab");
        assertThat(next.headers().get("x-port")).isEqualTo(large.headers().get("x-port"));
    }

    @Test
    void presentsANewCertificateToAServerThatIsAlreadyConnected() throws Exception {
        reach(List.of());
        RelayFixture.Response before = fixture.exchange(get("/SMS_MP/x"));
        RelayResponse underWay = fixture.head(get("/SMS_MP/large"));

        fixture.use(UpstreamClient.tls(trust, good, RelayFixture.FOUR_EXCHANGES));
        RelayFixture.Response after = fixture.exchange(get("/SMS_MP/x"));
        RelayFixture.Response old = fixture.on(() -> fixture.collect(underWay));
        RelayFixture.Response next = fixture.exchange(get("/SMS_MP/x"));

        assertThat(before.body()).hasToString("null");
        assertThat(after.body()).hasToString("CN=cp1.lab");
        assertThat(old.body().length()).isEqualTo(LARGE);
        assertThat(next.headers().get("x-port")).isEqualTo(after.headers().get("x-port"));
    }

    @Test
    void reportsTheFilterCountsToTheGatewayWhenTheServerRequiresACertificate() throws Exception {
        reach(List.of(forCode));

        RelayFixture.Response response = fixture.exchange(get("/SMS_MP/x"));

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.response().phrase()).isEqualTo("Client certificate required");
        assertThat(response.headers().get("x-opencmg-certificate-filters"))
                .isEqualTo("candidates 1, digital signature 1, allowed root CA 1, private key 1, client auth 0");
    }

    @Test
    void reportsNoFilterCountsForAnother403() throws Exception {
        reach(List.of(good));

        RelayFixture.Response response = fixture.exchange(get("/SMS_MP/forbidden"));

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.headers().contains("x-opencmg-certificate-filters")).isFalse();
    }

    @Test
    void reportsAServerWhoseCertificateIsNotTrusted() throws Exception {
        fixture.upstreamAt(url); // with the authorities of the Java runtime

        RelayFailure failure = fixture.failure(get("/SMS_MP/x"));

        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_TLS);
        assertThat(failure.detail())
                .contains(url)
                .contains("TLS")
                .contains("path")
                .contains("candidates 0");
    }

    @Test
    void reportsAServerWithAnotherName() throws Exception {
        SelectedCertificate own = pick(List.of(good));
        fixture.upstreamAt(
                url.replace("localhost", "127.0.0.1"),
                UpstreamClient.tls(trust, own.selected(), RelayFixture.FOUR_EXCHANGES),
                own);

        RelayFailure failure = fixture.failure(get("/SMS_MP/x"));

        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_TLS);
        assertThat(failure.detail()).contains("127.0.0.1");
    }

    /** A server with TLS whose response ends with the connection, after a close_notify or without one. */
    private void endsWithTheConnection(String head, boolean closeNotify, String protocol) throws Exception {
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        closing = listener;
        SSLContext context = context(authority.issue(CertificateRequest.managementPoint("localhost")));
        Thread server = new Thread(
                () -> respondOnce(listener, context, protocol, head + "\r\nfirst half", closeNotify), "upstream");
        server.setDaemon(true);
        server.start();
        fixture.upstreamAt(
                "https://localhost:" + listener.getLocalPort(),
                UpstreamClient.tls(trust, null, RelayFixture.FOUR_EXCHANGES),
                SelectedCertificate.NONE);
    }

    private static void respondOnce(
            ServerSocket listener, SSLContext context, String protocol, String response, boolean closeNotify) {
        try (Socket plain = listener.accept();
                SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, null, false)) {
            tls.setUseClientMode(false);
            tls.setEnabledProtocols(new String[] {protocol});
            BufferedReader request = new BufferedReader(new InputStreamReader(tls.getInputStream(), US_ASCII));
            String line = request.readLine();
            while (!line.isEmpty()) {
                line = request.readLine();
            }
            tls.getOutputStream().write(response.getBytes(US_ASCII));
            tls.getOutputStream().flush();
            if (!closeNotify) {
                plain.shutdownOutput(); // under TLS, which then cannot send anything
            }
        } catch (IOException e) {
            if (closeNotify) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static SSLContext context(IssuedCertificate issued) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("mp", issued.key(), new char[0], issued.chain().toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void takesABodyThatEndsWithACloseNotify(String protocol) throws Exception {
        endsWithTheConnection("HTTP/1.1 200 OK\r\n", true, protocol);

        assertThat(fixture.exchange(get("/SMS_MP/x")).body()).hasToString("first half");
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, HTTP/1.1", "TLSv1.3, HTTP/1.1", "TLSv1.2, HTTP/1.0"})
    void failsABodyThatEndsWithoutACloseNotify(String protocol, String version) throws Exception {
        endsWithTheConnection(version + " 200 OK\r\n", false, protocol);

        RelayFailure failure = fixture.failure(get("/SMS_MP/x"));

        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_LOST);
        assertThat(failure.reason().hop()).isEqualTo("upstream");
        assertThat(failure.detail()).contains("https://localhost:", "read the answer", "close_notify");
        assertThat(fixture.slots.inFlight()).isZero();
    }

    @Test
    void needsNoCloseNotifyAfterABodyOfKnownLength() throws Exception {
        endsWithTheConnection("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n", false, "TLSv1.2");

        assertThat(fixture.exchange(get("/SMS_MP/x")).body()).hasToString("first half");
    }

    @Test
    void reportsAServerThatDoesNotSpeakTls() throws Exception {
        var plain = await(fixture.vertx
                .createNetServer()
                .connectHandler(
                        socket -> socket.handler(hello -> socket.end(Buffer.buffer("HTTP/1.1 400 Bad Request\r\n\r\n"))
                                .onFailure(Throwable::printStackTrace)))
                .listen(0, "127.0.0.1"));
        fixture.upstreamAt(
                "https://localhost:" + plain.actualPort(),
                UpstreamClient.tls(trust, null, RelayFixture.FOUR_EXCHANGES),
                SelectedCertificate.NONE);

        assertThat(fixture.failure(get("/SMS_MP/x")).reason()).isEqualTo(FailureReason.UPSTREAM_TLS);
    }
}
