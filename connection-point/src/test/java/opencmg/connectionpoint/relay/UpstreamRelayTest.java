package opencmg.connectionpoint.relay;

import static opencmg.connectionpoint.relay.RelayFixture.await;
import static opencmg.connectionpoint.relay.RelayFixture.get;
import static opencmg.connectionpoint.relay.RelayFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.eventually.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamRelayTest {

    private record Seen(String method, String uri, MultiMap headers, String body) {}

    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private final BlockingQueue<HttpServerRequest> held = new LinkedBlockingQueue<>();
    private RelayFixture fixture;
    private int port;

    @BeforeEach
    void open() throws Exception {
        fixture = new RelayFixture(RelayFixture.FOUR_EXCHANGES);
        HttpServer server = await(
                fixture.vertx.createHttpServer().requestHandler(this::respond).listen(0, "127.0.0.1"));
        port = server.actualPort();
        fixture.upstreamAt("http://127.0.0.1:" + port);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private void respond(HttpServerRequest request) {
        if (request.path().endsWith("/hold")) {
            held.add(request);
            return;
        }
        request.body()
                .onSuccess(body -> {
                    seen.add(new Seen(request.method().name(), request.uri(), request.headers(), body.toString()));
                    var response = request.response()
                            .setStatusCode(request.path().endsWith("/odd") ? 418 : 200)
                            .putHeader("X-From-MP", "yes")
                            .putHeader("Content-Length", "6")
                            .putHeader("X-OpenCMG-Certificate-Filters", "made up inside")
                            .putHeader("Connection", "keep-alive, X-Mine")
                            .putHeader("Keep-Alive", "timeout=5")
                            .putHeader("X-Mine", "hop");
                    if (request.path().endsWith("/odd")) {
                        response.setStatusMessage("Registration Not Brewed");
                    }
                    response.end("answer").onFailure(Throwable::printStackTrace);
                })
                .onFailure(Throwable::printStackTrace);
    }

    private Seen next() throws InterruptedException {
        Seen one = seen.poll(20, TimeUnit.SECONDS);
        assertThat(one).as("a request upstream").isNotNull();
        return one;
    }

    @Test
    void replacesThePrefixAndKeepsTailAndQuery() throws Exception {
        RelayFixture.Response response = fixture.exchange(get("/SMS_MP/.sms_aut?MPLIST2&LAB=%7Bx%7D"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).hasToString("answer");
        assertThat(next().uri()).isEqualTo("/SMS_MP/.sms_aut?MPLIST2&LAB=%7Bx%7D");
    }

    @Test
    void findsPrefixAndEndpointWithoutRegardToCase() throws Exception {
        RelayRequest shouted = new RelayRequest(
                "GET",
                "/CCM_PROXY_MUTUALAUTH/" + RelayFixture.ROLE + "/sms_mp/x",
                HttpHeaders.headers(),
                null,
                get("/").abandoned());

        assertThat(fixture.exchange(shouted).status()).isEqualTo(200);
        assertThat(next().uri()).isEqualTo("/sms_mp/x");
    }

    /** The gateway admits these spellings, so the connection point must find the same endpoint. */
    @ParameterizedTest
    @ValueSource(strings = {"/%53MS_MP/x", "/sms_mp/%7Bx%7D?a", "/%53%4d%53%5F%4D%50", "/SMS_MP/", "/SMS_M%50/a%20b/"})
    void findsTheEndpointOfAPercentEncodedPathAndForwardsItAsReceived(String target) throws Exception {
        assertThat(fixture.exchange(get(target)).status()).isEqualTo(200);
        assertThat(next().uri()).isEqualTo(target);
    }

    @Test
    void prependsTheBasePathOfTheRole() throws Exception {
        fixture.upstreamAt("http://127.0.0.1:" + port + "/base/");

        assertThat(fixture.exchange(get("/SMS_MP/x")).status()).isEqualTo(200);
        assertThat(next().uri()).isEqualTo("/base/SMS_MP/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "CCM_POST", "BITS_POST", "PROPFIND", "PUT", "DELETE", "OPTIONS"})
    void carriesEveryMethod(String method) throws Exception {
        assertThat(fixture.exchange(request(method, "/ccm_system/request", HttpHeaders.headers(), null))
                        .status())
                .isEqualTo(200);
        assertThat(next().method()).isEqualTo(method);
    }

    @Test
    void forwardsAResponseToHeadWithoutABodyButWithItsLength() throws Exception {
        RelayFixture.Response response = fixture.exchange(request("HEAD", "/SMS_MP/x", HttpHeaders.headers(), null));

        assertThat(response.response().body()).isNull();
        assertThat(response.headers().get("content-length")).isEqualTo("6");
        assertThat(next().method()).isEqualTo("HEAD");
    }

    @Test
    void sendsContentLengthZeroWhereServersExpectALength() throws Exception {
        assertThat(fixture.exchange(request("CCM_POST", "/ccm_system/request", HttpHeaders.headers(), null))
                        .status())
                .isEqualTo(200);
        assertThat(next().headers().get("content-length")).isEqualTo("0");
    }

    @Test
    void keepsAKnownContentLengthAndOtherwiseSendsChunks() throws Exception {
        MultiMap known = HttpHeaders.headers().add("content-length", "5");
        assertThat(fixture.exchange(request(
                                "CCM_POST", "/ccm_system/request", known, ChunkSource.text(fixture.loop, "hello")))
                        .status())
                .isEqualTo(200);
        Seen first = next();
        assertThat(first.headers().get("content-length")).isEqualTo("5");
        assertThat(first.body()).isEqualTo("hello");

        assertThat(fixture.exchange(request(
                                "CCM_POST",
                                "/ccm_system/request",
                                HttpHeaders.headers(),
                                ChunkSource.text(fixture.loop, "hello")))
                        .status())
                .isEqualTo(200);
        Seen second = next();
        assertThat(second.headers().get("transfer-encoding")).isEqualTo("chunked");
        assertThat(second.body()).isEqualTo("hello");
    }

    @Test
    void dropsHopByHopHeadersAndForwardsTheRest() throws Exception {
        MultiMap headers = HttpHeaders.headers()
                .add("connection", "x-named, close")
                .add("x-named", "drop")
                .add("keep-alive", "timeout=5")
                .add("te", "trailers")
                .add("trailer", "x")
                .add("upgrade", "h2c")
                .add("expect", "100-continue")
                .add("proxy-authorization", "Basic eA==")
                .add("proxy-connection", "keep-alive")
                .add("host", "cmg.example")
                .add("x-opencmg-deadline", "30")
                .add("x-opencmg-request-id", "r-1")
                .add("x-opencmg-client-way", "pki")
                .add("client-cert", ":MIIB:")
                .add("authorization", "Bearer abc")
                .add("user-agent", "SMS CCM 5.0")
                .add("range", "bytes=0-1");

        RelayFixture.Response response = fixture.exchange(request("GET", "/SMS_MP/x", headers, null));

        MultiMap arrived = next().headers();
        assertThat(arrived.names())
                .extracting(name -> name.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain(
                        "x-named",
                        "keep-alive",
                        "te",
                        "trailer",
                        "upgrade",
                        "expect",
                        "proxy-authorization",
                        "proxy-connection",
                        "x-opencmg-deadline");
        assertThat(arrived.get("host")).isEqualTo("127.0.0.1:" + port);
        assertThat(arrived.get("x-opencmg-request-id")).isEqualTo("r-1");
        assertThat(arrived.get("x-opencmg-client-way")).isEqualTo("pki");
        assertThat(arrived.get("client-cert")).isEqualTo(":MIIB:");
        assertThat(arrived.get("authorization")).isEqualTo("Bearer abc");
        assertThat(arrived.get("user-agent")).isEqualTo("SMS CCM 5.0");
        assertThat(arrived.get("range")).isEqualTo("bytes=0-1");
        assertThat(response.headers().names())
                .contains("x-from-mp")
                .doesNotContain("x-mine", "keep-alive", "connection", "x-opencmg-certificate-filters");
    }

    @Test
    void forwardsErrorsOfTheServerWithTheirReasonPhrase() throws Exception {
        RelayFixture.Response response = fixture.exchange(get("/SMS_MP/odd"));

        assertThat(response.status()).isEqualTo(418);
        assertThat(response.response().phrase()).isEqualTo("Registration Not Brewed");
    }

    @ParameterizedTest
    @CsvSource({
        "/CCM_Proxy_MutualAuth/99/SMS_MP/x",
        "/CCM_Proxy_MutualAuth/" + RelayFixture.ROLE,
        "/CCM_Proxy_MutualAuth/" + RelayFixture.ROLE + "/",
        "/CCM_Proxy_MutualAuth/" + RelayFixture.ROLE + "/SMS_MP2/x",
        "/CCM_Proxy_MutualAuth/" + RelayFixture.ROLE + "/secret",
        "/CCM_Proxy_MutualAuth/" + RelayFixture.ROLE + "/SMS_MP/../secret",
        "/CCM_Proxy_MutualAuth/" + RelayFixture.ROLE + "/SMS_MP/%2E%2e/secret",
        "/CCM_Proxy_MutualAuth/" + RelayFixture.ROLE + "/SMS_MP/..%5csecret",
        "/CCM_Proxy_MutualAuth/" + RelayFixture.ROLE + "/SMS_MP\\..\\secret",
        "/CCM_Proxy_MutualAuth/" + RelayFixture.ROLE + "/SMS_MP/%252e%252e/secret",
        "/CCM_Proxy_MutualAuth/" + RelayFixture.ROLE + "/SMS_MP/..;/secret",
        "/CCM_Proxy_MutualAuth/" + RelayFixture.ROLE + "/SMS_MP;x=1/secret",
        "/CCM_Proxy_MutualAuth/" + RelayFixture.ROLE + "/SMS_MP//x",
        "/CCM_Proxy_MutualAuth/" + RelayFixture.ROLE + "/SMS_MP/..%20/secret",
        "/CCM_Proxy_MutualAuth/" + RelayFixture.ROLE + "/SMS_MP/%00",
        "/CCM_Proxy_MutualAuth/" + RelayFixture.ROLE + "/SMS_MP?a#b",
        "/CCM_Proxy_ServerAuth/" + RelayFixture.ROLE + "/SMS_MP/x",
        "/SMS_MP/x",
    })
    void refusesUnpublishedPaths(String target) throws Exception {
        RelayFailure failure =
                fixture.failure(new RelayRequest("GET", target, HttpHeaders.headers(), null, get("/").abandoned()));

        assertThat(failure.reason()).isEqualTo(FailureReason.ROLE_UNKNOWN);
        assertThat(seen).isEmpty();
    }

    @Test
    void refusesATargetThatWouldInjectARequest() throws Exception {
        RelayFailure failure = fixture.failure(get("/SMS_MP/x HTTP/1.1\r\nhost: a\r\n\r\nGET /secret"));

        assertThat(failure.reason()).isEqualTo(FailureReason.ROLE_UNKNOWN);
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"value\r\nx-injected: 1", "value\nx-injected: 1", "value\r\n folded", "value\0"})
    void refusesAHeaderThatWouldInjectALine(String value) throws Exception {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("x-odd", value);

        RelayFailure failure = fixture.failure(request("GET", "/SMS_MP/x", headers, null));

        assertThat(failure.reason()).isEqualTo(FailureReason.CONNECTION_POINT_FAILED);
        assertThat(failure.detail()).doesNotContain("value");
        assertThat(seen).isEmpty();
    }

    @Test
    void refusesRequestsOverTheLimitAtOnceAndAcceptsMoreLater() throws Exception {
        for (int i = 0; i < RelayFixture.FOUR_EXCHANGES.exchanges(); i++) {
            fixture.loop.runOnContext(go -> fixture.start(get("/SMS_MP/hold")).onFailure(Throwable::printStackTrace));
            assertThat(held.poll(20, TimeUnit.SECONDS)).isNotNull().satisfies(request -> held.add(request));
        }

        assertThat(fixture.failure(get("/SMS_MP/x")).reason()).isEqualTo(FailureReason.OVER_LIMIT);
        await(held.take().response().setStatusCode(204).end());
        Eventually.holds(() -> fixture.slots.inFlight() < RelayFixture.FOUR_EXCHANGES.exchanges());
        assertThat(fixture.exchange(get("/SMS_MP/x")).status()).isEqualTo(200);
    }

    @Test
    void reportsAServerThatDoesNotListen() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        fixture.upstreamAt("http://127.0.0.1:" + closed);

        RelayFailure failure = fixture.failure(get("/SMS_MP/x"));

        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_UNREACHABLE);
        assertThat(failure.detail())
                .contains("127.0.0.1:" + closed)
                .contains("TCP")
                .contains("refused");
        assertThat(fixture.slots.inFlight()).isZero();
    }

    @Test
    void reportsAServerWhoseNameIsUnknown() throws Exception {
        fixture.upstreamAt("http://no-such-host.invalid:80");

        RelayFailure failure = fixture.failure(get("/SMS_MP/x"));

        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_UNREACHABLE);
        assertThat(failure.detail()).contains("no-such-host.invalid").contains("DNS");
    }

    @Test
    void timesOutAtTheDeadlineOfTheGateway() throws Exception {
        MultiMap headers = HttpHeaders.headers().add("x-opencmg-deadline", "1");

        RelayFailure failure = fixture.failure(request("GET", "/SMS_MP/hold", headers, null));

        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_DEADLINE);
        assertThat(failure.detail()).contains("wait for the answer");
        assertThat(fixture.slots.inFlight()).isZero();
    }

    @Test
    void countsTraffic() throws Exception {
        MultiMap bearer =
                HttpHeaders.headers().add("authorization", "bearer abc").add("content-length", "5");
        assertThat(fixture.exchange(request("POST", "/CCM_STS", bearer, ChunkSource.text(fixture.loop, "hello")))
                        .status())
                .isEqualTo(200);
        RelayFailure late = fixture.failure(
                request("GET", "/CCM_STS/hold", HttpHeaders.headers().add("x-opencmg-deadline", "1"), null));

        assertThat(late.reason()).isEqualTo(FailureReason.UPSTREAM_DEADLINE);
        var rows = fixture.traffic.sinceStart().toJson().getJsonArray("EndPoints");
        assertThat(rows.stream().map(Object::toString).toList()).hasSize(3);
        var sts = rows.getJsonObject(0);
        assertThat(sts.getString("Name")).isEqualTo("CCM_STS");
        assertThat(sts.getString("TargetHost")).isEqualTo("127.0.0.1:" + port);
        assertThat(List.of(
                        sts.getLong("TotalRequests"),
                        sts.getLong("TotalRequestsWithBearerToken"),
                        sts.getLong("MaxConcurrentRequests"),
                        sts.getLong("TotalRequestBytes"),
                        sts.getLong("TotalResponseBytes"),
                        sts.getLong("FailedRequests")))
                .containsExactly(2L, 1L, 1L, 5L, 6L, 1L);
    }

    @Test
    void survivesARequestThatCannotBeSent() throws Exception {
        RelayFailure failure = fixture.failure(request("BAD METHOD", "/SMS_MP/x", HttpHeaders.headers(), null));

        assertThat(failure.reason()).isEqualTo(FailureReason.CONNECTION_POINT_FAILED);
        assertThat(fixture.slots.inFlight()).isZero();
        assertThat(fixture.exchange(get("/SMS_MP/x")).body()).isEqualTo(Buffer.buffer("answer"));
    }
}
