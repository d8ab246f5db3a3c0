package opencmg.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import opencmg.gateway.identity.TestSite;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.Relay;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sees of the edge, byte by byte, with a connection point behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeOnTheWireTest {

    private final AtomicReference<@Nullable RelayRequest> seen = new AtomicReference<>();
    private volatile Relay inside = request -> World.text(200, "hello");
    private World world;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        world = new World(directory);
        world.connect(request -> {
            seen.set(request);
            return World.read(request.body()).compose(read -> inside.relay(request));
        });
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @BeforeEach
    void reset() {
        seen.set(null);
        inside = request -> World.text(200, "hello");
    }

    private static Future<RelayResponse> failed(FailureReason reason) {
        return Future.failedFuture(new RelayFailure(reason, "so says the test"));
    }

    /** What came out inside. */
    private RelayRequest request() {
        return Objects.requireNonNull(seen.get(), "nothing came out inside");
    }

    // ------------------------------------------------------------------ served

    @Test
    void relaysARequestUnderTheNameThatTheInsideKnows() throws IOException {
        Reply reply = world.ask("GET", "/SMS_MP/.sms_aut?MPLIST&a=%20b");

        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("hello");
        assertThat(reply.field("content-length")).isEqualTo("5");
        assertThat(request().target()).isEqualTo(World.CERTIFICATE_FACE + "/SMS_MP/.sms_aut?MPLIST&a=%20b");
        assertThat(request().method()).isEqualTo("GET");
        assertThat(request().body()).isNull();
        assertThat(request().headers().get("x-opencmg-client-way")).isEqualTo("token");
        assertThat(request().headers().get("x-opencmg-request-id")).isEqualTo(reply.field("x-opencmg-request-id"));
        assertThat(request().headers().get("authorization")).isEqualTo("Bearer " + world.token);
    }

    @Test
    void admitsAClientByItsCertificate() throws IOException {
        try (Caller caller = world.caller(world.site.client("PC01.corp.example"))) {
            Reply reply =
                    caller.ask("GET " + World.CERTIFICATE_FACE + "/SMS_MP/.sms_aut?MPLIST HTTP/1.1", "Host: localhost");

            assertThat(reply.status()).as("%s", reply).isEqualTo(200);
            assertThat(request().headers().get("x-opencmg-client-way")).isEqualTo("pki");
            assertThat(request().headers().get("client-cert"))
                    .startsWith(":MII")
                    .endsWith(":");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "CCM_POST", "BITS_POST", "PROPFIND"})
    void relaysEveryMethodOfTheProductWithItsBody(String method) throws IOException {
        byte[] body = {Chunks.at(0), Chunks.at(1), Chunks.at(2)};
        inside = request -> World.text(207, "taken");
        try (Caller caller = world.caller()) {
            Reply reply = caller.head(world.request(method, "/ccm_system_tokenauth/request", "Content-Length: 3"))
                    .send(body)
                    .reply();

            assertThat(reply.status()).as("%s", reply).isEqualTo(207);
            assertThat(request().method()).isEqualTo(method);
            assertThat(request().headers().get("content-length")).isEqualTo("3");
        }
    }

    @Test
    void servesOneRequestAfterAnotherOnOneConnection() throws IOException {
        try (Caller caller = world.caller()) {
            for (int i = 0; i < 20; i++) {
                assertThat(caller.ask(world.request("GET", "/SMS_MP")).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void servesPipelinedRequestsInTheirOrder() throws IOException {
        inside = request -> World.text(200, request.target());
        try (Caller caller = world.caller()) {
            caller.head(world.request("GET", "/SMS_MP/1"))
                    .head(world.request("GET", "/SMS_MP/2"))
                    .head(world.request("GET", "/SMS_MP/3"));

            assertThat(caller.reply().text()).endsWith("/1");
            assertThat(caller.reply().text()).endsWith("/2");
            assertThat(caller.reply().text()).endsWith("/3");
        }
    }

    @Test
    void answersHeadWithTheLengthAndNoBody() throws IOException {
        inside = request -> World.answer(200, null, "content-length", "123456", "etag", "\"x\"");
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask(world.request("HEAD", "/SMS_MP/file"));

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.field("content-length")).isEqualTo("123456");
            assertThat(reply.field("etag")).isEqualTo("\"x\"");
            inside = request -> World.text(200, "next");
            assertThat(caller.ask(world.request("GET", "/SMS_MP")).text()).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void sendsNoLengthWhereThereIsNeverABody(int status) throws IOException {
        inside = request -> World.answer(status, null);
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask(world.request("GET", "/SMS_MP"));

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.field("content-length")).isIn("", status == 304 ? "0" : "");
            assertThat(reply.field("transfer-encoding")).isEmpty();
            inside = request -> World.text(200, "next");
            assertThat(caller.ask(world.request("GET", "/SMS_MP")).text()).isEqualTo("next");
        }
    }

    @Test
    void sendsABodyOfUnknownLengthInChunks() throws IOException {
        inside = request -> World.answer(200, Chunks.of(50_000));
        Reply reply = world.ask("GET", "/SMS_MP");

        assertThat(reply.field("transfer-encoding")).isEqualTo("chunked");
        assertThat(reply.body().length()).isEqualTo(50_000);
    }

    @Test
    void keepsEveryFieldOfTheAnswerButThoseOfTheHop() throws IOException {
        inside = request -> World.answer(
                200,
                new Texts(io.vertx.core.buffer.Buffer.buffer("x")),
                "set-cookie",
                "a=1",
                "set-cookie",
                "b=2",
                "x-mp",
                "y",
                "content-length",
                "1");
        Reply reply = world.ask("GET", "/SMS_MP");

        assertThat(reply.fields().get("set-cookie")).containsExactly("a=1", "b=2");
        assertThat(reply.field("x-mp")).isEqualTo("y");
    }

    @Test
    void letsNoFieldOfTheHopAndNoFakeIdentityInside() throws IOException {
        Reply reply = world.ask(
                "GET",
                "/SMS_MP",
                "Connection: X-Secret, keep-alive",
                "X-Secret: hop",
                "TE: trailers",
                "Upgrade: h2c",
                "Proxy-Authorization: Basic x",
                "Client_Cert: :forged:",
                "X.OpenCMG.Client-Subject: admin",
                "x_opencmg_request_id: forged",
                "X-Mine: stays");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(request().headers().names())
                .map(name -> name.toLowerCase(java.util.Locale.ROOT)
                        .replace('_', '-')
                        .replace('.', '-'))
                .contains("x-mine")
                .doesNotContain(
                        "x-secret", "te", "upgrade", "connection", "proxy-authorization", "client-cert", "keep-alive");
        assertThat(request().headers().entries().toString())
                .doesNotContain("forged")
                .doesNotContain("admin");
    }

    @ParameterizedTest
    @CsvSource({
        "403, Client certificate required, CMGConnector_Clientcertificaterequired",
        "404, '', CMGConnector_NotFound",
        "500, Internal Server Error, CMGConnector_InternalServerError"
    })
    void marksAnErrorFromInside(int status, String phrase, String seenPhrase) throws IOException {
        inside = request -> Future.succeededFuture(
                new RelayResponse(status, phrase, io.vertx.core.http.HttpHeaders.headers(), null));
        Reply reply = world.ask("GET", "/SMS_MP");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.phrase()).isEqualTo(seenPhrase);
    }

    @Test
    void answersServiceMetadataItself() throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask("GET /CCM_Proxy_MutualAuth/ServiceMetadata HTTP/1.1", "Host: localhost");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.field("content-type")).isEqualTo("application/json");
            assertThat(reply.json().getString("siteCode")).isEqualTo("LAB");
            assertThat(reply.json().getBoolean("ready")).isTrue();
            assertThat(seen.get()).isNull();
        }
    }

    @Test
    void speaksHttp10WithOldTools() throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply =
                    caller.ask("GET " + World.TOKEN_FACE + "/SMS_MP HTTP/1.0", "Authorization: Bearer " + world.token);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo("hello");
            assertThat(caller.toTheEnd()).isZero();
        }
    }

    // ------------------------------------------------------------------ refused

    @ParameterizedTest
    @CsvSource({
        "GET, /CCM_Proxy_ServerAuth/72057594037927939/SMS_MP, 401, CMGService_Invalid_Token, token_missing",
        "GET, /CCM_Proxy_MutualAuth/72057594037927939/SMS_MP, 401, Unauthorized, no_credential",
        "GET, /CCM_Proxy_ServerAuth/12345/SMS_MP, 404, CMGService_Role_Unknown, role_unknown",
        "GET, /elsewhere, 404, CMGService_Path_Unknown, path_unknown",
        "GET, /CCM_Proxy_ServerAuth/72057594037927939/SMS_MP/..%2fsecret, 400, CMGService_Path_Malformed, path_malformed",
        "DELETE, /CCM_Proxy_ServerAuth/72057594037927939/SMS_MP, 405, CMGService_Method_Not_Allowed, method_not_allowed"
    })
    void refusesInOneForm(String method, String path, int status, String phrase, String code) throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask(method + " " + path + " HTTP/1.1", "Host: localhost");

            assertThat(reply.status()).as("%s", reply).isEqualTo(status);
            assertThat(reply.phrase()).isEqualTo(phrase);
            assertThat(reply.code()).isEqualTo(code);
            assertThat(reply.field("content-type")).isEqualTo("application/problem+json");
            assertThat(reply.json().getString("requestId")).isEqualTo(reply.field("x-opencmg-request-id"));
            assertThat(reply.json().getString("hint")).isNotEmpty();
            assertThat(reply.field("www-authenticate").isEmpty()).isEqualTo(status != 401);
            assertThat(reply.field("allow").isEmpty()).isEqualTo(status != 405);
            assertThat(seen.get()).isNull();
        }
    }

    @Test
    void refusesAnEndpointThatIsNotPublished() throws IOException {
        Reply reply = world.ask("GET", "/AdminService/wmi");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("endpoint_not_published");
    }

    @Test
    void refusesHeadWithoutABody() throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask("HEAD /elsewhere HTTP/1.1", "Host: localhost");

            assertThat(reply.status()).isEqualTo(404);
            assertThat(caller.ask(world.request("GET", "/SMS_MP")).status()).isEqualTo(200);
        }
    }

    @Test
    void keepsAConnectionAfterARefusal() throws IOException {
        try (Caller caller = world.caller()) {
            for (int i = 0; i < 3; i++) {
                Reply reply = caller.head("POST /elsewhere HTTP/1.1", "Host: localhost", "Content-Length: 5")
                        .send(new byte[5])
                        .reply();
                assertThat(reply.status()).isEqualTo(404);
            }
            assertThat(caller.ask(world.request("GET", "/SMS_MP")).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_SENT, 502, tunnel_lost, tunnel",
        "TUNNEL_LOST, 502, tunnel_lost, tunnel",
        "OVER_LIMIT, 503, over_limit, gateway",
        "BROKEN_OFF, 502, connection_point_failed, connection-point",
        "ROLE_UNKNOWN, 502, connection_point_failed, connection-point",
        "UPSTREAM_UNREACHABLE, 502, upstream_unreachable, upstream",
        "UPSTREAM_TLS, 502, upstream_tls, upstream",
        "UPSTREAM_LOST, 502, upstream_lost, upstream",
        "UPSTREAM_DEADLINE, 504, upstream_deadline, upstream"
    })
    void namesTheHopThatFailed(FailureReason reason, int status, String code, String hop) throws IOException {
        inside = request -> failed(reason);
        Reply reply = world.ask("GET", "/SMS_MP");

        assertThat(reply.status()).as("%s", reply).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.json().getString("hop")).isEqualTo(hop);
    }

    @Test
    void tellsWhoseCertificateTheManagementPointWantsAndWhatTheFiltersLeft() throws IOException {
        String filters = "candidates 1, digital signature 1, allowed root CA 1, private key 1, client auth 0";
        inside = request -> Future.succeededFuture(new RelayResponse(
                403,
                "Client certificate required",
                io.vertx.core.http.HttpHeaders.headers().add("x-opencmg-certificate-filters", filters),
                null));
        Reply reply = world.ask("GET", "/SMS_MP");
        JsonObject decision =
                world.admin("/decisions/" + reply.field("x-opencmg-request-id")).json();

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.phrase()).isEqualTo("CMGConnector_Clientcertificaterequired");
        assertThat(reply.fields()).doesNotContainKey("x-opencmg-certificate-filters");
        assertThat(decision.getString("outcome")).isEqualTo("upstream_certificate_wanted");
        assertThat(decision.getString("hop")).isEqualTo("upstream");
        assertThat(decision.getString("detail")).contains(filters);
        assertThat(decision.getJsonArray("attempts").encode()).contains("admitted");
    }

    @Test
    void keepsWhatHopsTellEachOtherFromClients() throws IOException {
        inside = request -> World.answer(200, null, "x-opencmg-secret", "1", "content-length", "0", "x-other", "2");
        Reply reply = world.ask("GET", "/SMS_MP");

        assertThat(reply.fields()).doesNotContainKey("x-opencmg-secret").containsKey("x-other");
        assertThat(reply.field("x-opencmg-request-id")).isNotEmpty();
    }

    @Test
    void tellsOperatorsWhatItDoesNotTellClients() throws IOException {
        inside = request -> failed(FailureReason.UPSTREAM_UNREACHABLE);
        Reply reply = world.ask("GET", "/SMS_MP");
        Reply decision = world.admin("/decisions/" + reply.field("x-opencmg-request-id"));

        assertThat(reply.text()).doesNotContain("so says the test");
        assertThat(decision.json().getString("detail")).contains("so says the test");
        assertThat(decision.json().getString("role")).isEqualTo(TestSite.MP);
        assertThat(decision.json().getString("outcome")).isEqualTo("upstream_unreachable");
    }

    @Test
    void givesUpAfterTheEndpointsDeadlineAndCancels() throws IOException {
        inside = request -> {
            io.vertx.core.Promise<RelayResponse> never = io.vertx.core.Promise.promise();
            request.abandoned().onComplete(gone -> seen.set(null));
            return never.future();
        };
        Reply reply = world.ask("GET", "/Slow");

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.code()).isEqualTo("deadline");
        world.await(() -> seen.get() == null);
    }

    // ------------------------------------------------------------------ heads that nobody should send

    @Test
    void refusesARequestLineThatIsTooLong() throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask("GET /" + "x".repeat(10_000) + " HTTP/1.1", "Host: localhost");

            assertThat(reply.status()).isEqualTo(414);
            assertThat(reply.code()).isEqualTo("uri_too_long");
            assertThat(caller.toTheEnd()).isZero();
        }
    }

    @Test
    void refusesAHeadThatIsTooLarge() throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask(world.request("GET", "/SMS_MP", "X-Large: " + "x".repeat(70_000)));

            assertThat(reply.status()).isEqualTo(431);
            assertThat(reply.code()).isEqualTo("header_too_large");
        }
    }

    @Test
    void refusesAHeadOfTooManyFields() throws IOException {
        String[] many = IntStream.range(0, 5000).mapToObj(i -> "X-" + i + ": 1").toArray(String[]::new);
        Reply reply = world.ask("GET", "/SMS_MP", many);

        assertThat(reply.status()).isEqualTo(431);
        assertThat(reply.code()).isEqualTo("header_too_large");
        assertThat(reply.json().getString("hop")).isEqualTo("client");
        assertThat(seen.get()).isNull();
        assertThat(world.ask("GET", "/SMS_MP", Arrays.copyOf(many, 150)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"zz\r\nabc\r\n0\r\n\r\n", "3\r\nabcdef\r\n0\r\n\r\n", "-1\r\n\r\n", "fffffffffffffffff\r\n"})
    void tellsAClientThatItsChunksCannotBeRead(String chunks) throws IOException {
        assertThat(world.ask("GET", "/SMS_MP").status()).as("a known token").isEqualTo(200);
        try (Caller caller = world.caller()) {
            Reply reply = caller.head(world.request("POST", "/Big/x", "Transfer-Encoding: chunked"))
                    .send(chunks.getBytes(StandardCharsets.US_ASCII))
                    .reply();

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("request_malformed");
            assertThat(reply.json().getString("hop")).isEqualTo("client");
            assertThat(caller.toTheEnd()).isZero();
        }
    }

    @Test
    void writesNoControlCharactersOfAClientIntoItsWords() throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask(
                    "GET " + World.TOKEN_FACE + "/SMS_MP HTTP/1.1", "Host: localhost", "Authorization: \u0085x y");
            String detail = world.admin("/decisions/" + reply.field("x-opencmg-request-id"))
                    .json()
                    .getString("detail");

            assertThat(reply.code()).isEqualTo("token_missing");
            assertThat(detail).contains("\\x85x, not Bearer");
        }
    }

    @Test
    void takesAHeadAlmostThatLarge() throws IOException {
        assertThat(world.ask("GET", "/SMS_MP", "X-Large: " + "x".repeat(60_000)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 3|Content-Length: 4",
                "Content-Length: -3",
                "Content-Length: 3x",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked|Transfer-Encoding: chunked",
                "Transfer-Encoding: xchunked",
                "Host: other.example"
            })
    void refusesAHeadThatTwoReadersCouldReadInTwoWays(String fields) throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask(world.request("POST", "/SMS_MP", fields.split("\\|", -1)));

            assertThat(reply.status()).as("%s", reply).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("request_malformed");
            assertThat(seen.get()).isNull();
        }
    }

    @Test
    void refusesARequestWithoutHost() throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask("GET /CCM_Proxy_MutualAuth/ServiceMetadata HTTP/1.1");

            assertThat(reply.status()).isEqualTo(400);
        }
    }

    @Test
    void refusesOldProtocolVersionsInTheHandshake() {
        // This JVM would not even offer them without being told to.
        java.security.Security.setProperty("jdk.tls.disabledAlgorithms", "");
        for (String old : new String[] {"TLSv1", "TLSv1.1"}) {
            assertThatThrownBy(() -> Caller.to(world.gateway.edgePort(), null, old))
                    .isInstanceOfAny(SSLException.class, java.net.SocketException.class, java.io.EOFException.class);
        }
    }
}
