package opencmg.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import opencmg.http.HeaderFields;
import opencmg.tunnel.Relay;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where messages begin and end at the edge, and what becomes of the connection behind them: bytes over TLS, good and bad. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class EdgeFramingTest {

    private final AtomicInteger asked = new AtomicInteger();
    private volatile Relay inside = EdgeFramingTest::length;
    private World world;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        world = new World(directory);
        world.connect(request -> {
            asked.incrementAndGet();
            return inside.relay(request);
        });
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @BeforeEach
    void reset() {
        asked.set(0);
        inside = EdgeFramingTest::length;
    }

    /** Answers with the path and the number of bytes that came. */
    private static Future<RelayResponse> length(RelayRequest request) {
        String path = request.target().substring(request.target().lastIndexOf('/'));
        return World.read(request.body()).compose(bytes -> World.text(200, path + " " + bytes));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static byte[] body(int size) {
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) {
            body[i] = Chunks.at(i);
        }
        return body;
    }

    // ------------------------------------------------------------------ heads

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/2.0\r\nHost: localhost\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000"
            })
    void refusesAnotherVersion(String text) throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply = caller.send(octets(text)).reply();

            assertThat(reply.status()).isEqualTo(505);
            assertThat(reply.code()).isEqualTo("version_unsupported");
            assertThat(reply.json().getString("hop")).isEqualTo("client");
            assertThat(reply.field("connection")).isEqualTo("close");
            assertThat(caller.toTheEnd()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\nContent-Length: 3",
                "Content-Length: 3\r\nTransfer-Encoding: chunked",
                "X: a\nContent-Length: 3",
                "X: a\rContent-Length: 3",
                "X: a\r\n folded: b",
                "Content-Length : 3",
                "X: a\u0000b"
            })
    void takesNothingThatTwoReadersCouldReadInTwoWays(String fields) throws IOException {
        String smuggled = lines(world.request("GET", "/SMS_MP/smuggled"));
        try (Caller caller = world.caller()) {
            Reply reply = caller.head(world.request("POST", "/SMS_MP/outer", fields))
                    .send(octets(smuggled))
                    .reply();

            assertThat(reply.status()).as("%s", reply).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("request_malformed");
            assertThat(reply.field("connection")).isEqualTo("close");
            assertThat(caller.toTheEnd()).isZero();
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void takesEmptyLinesBeforeARequest() throws IOException {
        try (Caller caller = world.caller()) {
            caller.send(octets("\r\n\r\n"));
            assertThat(caller.ask(world.request("GET", "/SMS_MP/a")).text()).isEqualTo("/a 0");
            caller.send(octets("\r\n"));
            assertThat(caller.ask(world.request("GET", "/SMS_MP/b")).text()).isEqualTo("/b 0");
        }
    }

    @Test
    void refusesMoreThanTwoEmptyLinesBeforeARequest() throws IOException {
        try (Caller caller = world.caller()) {
            caller.send(octets("\r\n\r\n\r\n"));
            Reply reply = caller.reply();

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("request_malformed");
            assertThat(caller.toTheEnd()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0\r\nHost: localhost\r\nHost: localhost",
                "HTTP/1.0\r\nHost: a b",
                "HTTP/1.1\r\nHost: user@localhost",
                "HTTP/1.1\r\nHost: localhost:65536",
                "HTTP/1.1\r\nHost: localhost/x",
                "HTTP/1.1\r\nHost: [::1"
            })
    void refusesAnInvalidHostAndMoreThanOne(String versionAndFields) throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask(
                    "GET " + World.TOKEN_FACE + "/SMS_MP/a " + versionAndFields,
                    "Authorization: Bearer " + world.token);

            assertThat(reply.status()).as("%s", reply).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("request_malformed");
            assertThat(caller.toTheEnd()).isZero();
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void keepsAConnectionOfHttp10OpenForWhomAsks() throws IOException {
        String line = "GET " + World.TOKEN_FACE + "/SMS_MP/a HTTP/1.0";
        String token = "Authorization: Bearer " + world.token;
        try (Caller caller = world.caller()) {
            Reply first = caller.ask(line, token, "Connection: Keep-Alive");
            Reply second = caller.ask(line, token);

            assertThat(first.field("connection")).isEqualTo("keep-alive");
            assertThat(first.text()).isEqualTo("/a 0");
            assertThat(second.field("connection")).isEqualTo("close");
            assertThat(second.text()).isEqualTo("/a 0");
            assertThat(caller.toTheEnd()).isZero();
        }
    }

    @Test
    void endsABodyOfUnknownLengthForHttp10WithTheConnection() throws IOException {
        inside = request -> World.answer(200, Chunks.of(50_000));
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask(
                    "GET " + World.TOKEN_FACE + "/SMS_MP HTTP/1.0",
                    "Authorization: Bearer " + world.token,
                    "Connection: keep-alive");

            assertThat(reply.field("transfer-encoding")).isEmpty();
            assertThat(reply.field("connection")).isEqualTo("close");
            assertThat(reply.body().length()).isEqualTo(50_000);
        }
    }

    /** The polite end of the connection would make a whole body of it. */
    @Test
    void resetsAConnectionOfHttp10UnderATornBody() throws IOException {
        inside = request -> World.answer(200, Chunks.broken(4 << 20));
        try (Caller caller = world.caller()) {
            caller.head("GET " + World.TOKEN_FACE + "/SMS_MP HTTP/1.0", "Authorization: Bearer " + world.token);

            assertThatThrownBy(caller::reply).isInstanceOf(IOException.class);
        }
    }

    @Test
    void closesForWhomAsks() throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask(world.request("GET", "/SMS_MP/a", "Connection: close"));

            assertThat(reply.field("connection")).isEqualTo("close");
            assertThat(caller.toTheEnd()).isZero();
        }
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws IOException {
        int most = 50;
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < most; i++) {
            boolean post = i % 3 == 0;
            all.append(lines(world.request(
                    post ? "POST" : "GET",
                    i % 5 == 4 ? "/../" + i : "/SMS_MP/" + i,
                    post ? "Content-Length: 3" : "X: y")));
            all.append(post ? new String(body(3), StandardCharsets.ISO_8859_1) : "");
        }
        try (Caller caller = world.caller()) {
            caller.send(octets(all.toString()));
            for (int i = 0; i < most; i++) {
                Reply reply = caller.reply();
                assertThat(reply.status()).as("%d: %s", i, reply).isEqualTo(i % 5 == 4 ? 400 : 200);
                if (reply.status() == 200) {
                    assertThat(reply.text()).isEqualTo("/" + i + (i % 3 == 0 ? " 3" : " 0"));
                }
            }
        }
    }

    // ------------------------------------------------------------------ bodies

    @Test
    void takesExtensionsAndTrailersOfChunks() throws IOException {
        byte[] body = body(26);
        String text = new String(body, StandardCharsets.ISO_8859_1);
        try (Caller caller = world.caller()) {
            Reply reply = caller.head(world.request("POST", "/SMS_MP/a", "Transfer-Encoding: chunked", "Trailer: X"))
                    .send(octets("3;name=\"va;lue\"\r\n" + text.substring(0, 3) + "\r\n"))
                    .send(octets("7 ; a\r\n" + text.substring(3, 10) + "\r\n"))
                    .send(octets("0010\r\n" + text.substring(10) + "\r\n"))
                    .send(octets("0;last\r\nX: y\r\nX-Empty:\r\n\r\n"))
                    .reply();

            assertThat(reply.text()).isEqualTo("/a 26");
            assertThat(caller.ask(world.request("GET", "/SMS_MP/b")).text()).isEqualTo("/b 0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3 \r\nabc\r\n0\r\n\r\n",
                "3\t\r\nabc\r\n0\r\n\r\n",
                "0 \r\n\r\n",
                "0\r\nContent-Length: 7\r\n\r\n",
                "0\r\ntransfer-encoding: chunked\r\n\r\n",
                "0\r\nX: y\r\nHOST: localhost\r\n\r\n",
                "0\r\nConnection: close\r\n\r\n",
                "0\r\nAuthorization: Bearer x\r\n\r\n",
                "0\r\nno colon\r\n\r\n",
                "0\r\n: nameless\r\n\r\n",
                "0\r\nX : y\r\n\r\n",
                "0\r\nX: y\r\n folded\r\n\r\n",
                "0\r\nX: a\u0000b\r\n\r\n",
                "0\r\nX: a\rb\r\n\r\n",
                "0\r\nX: a\n\r\n"
            })
    void refusesBlanksAfterAChunkSizeAndMalformedOrForbiddenTrailers(String chunks) throws IOException {
        inside = request -> World.read(request.body()).compose(bytes -> World.text(200, "whole"));
        try (Caller caller = world.caller()) {
            Reply reply = caller.head(world.request("POST", "/Big/x", "Transfer-Encoding: chunked"))
                    .send(octets(chunks))
                    .reply();

            assertThat(reply.status()).as("%s", reply).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("request_malformed");
            assertThat(caller.toTheEnd()).isZero();
        }
    }

    @Test
    void takesAChunkedBodyByteByByte() throws IOException {
        String text = "3;x\r\n" + new String(body(3), StandardCharsets.ISO_8859_1) + "\r\n0\r\nX: y\r\n\r\n";
        try (Caller caller = world.caller()) {
            caller.head(world.request("POST", "/SMS_MP/a", "Transfer-Encoding: chunked"));
            for (byte octet : octets(text + lines(world.request("GET", "/SMS_MP/b")))) {
                caller.send(new byte[] {octet});
            }
            assertThat(caller.reply().text()).isEqualTo("/a 3");
            assertThat(caller.reply().text()).isEqualTo("/b 0");
        }
    }

    @Test
    void relaysABodyOfNoBytesAsNone() throws IOException {
        try (Caller caller = world.caller()) {
            assertThat(caller.ask(world.request("POST", "/SMS_MP/a", "Content-Length: 0", "Expect: 100-continue"))
                            .text())
                    .isEqualTo("/a 0");
            assertThat(caller.ask(world.request("GET", "/SMS_MP/b")).text()).isEqualTo("/b 0");
        }
    }

    /** The rest is read for the sake of the connection, though the tunnel pauses its body when the answer is whole. */
    @Test
    void keepsAConnectionWhoseRequestIsAnsweredEarly() throws IOException {
        inside = request -> request.body() == null ? World.text(200, "next") : World.text(401, "no");
        byte[] body = body(1000);
        for (int i = 0; i < 10; i++) {
            try (Caller caller = world.caller()) {
                Reply early = caller.head(world.request("POST", "/Big/x", "Content-Length: 1000"))
                        .send(java.util.Arrays.copyOf(body, 10))
                        .reply();
                caller.send(java.util.Arrays.copyOfRange(body, 10, 1000));

                assertThat(early.status()).isEqualTo(401);
                assertThat(caller.ask(world.request("GET", "/SMS_MP")).text()).isEqualTo("next");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/Small/x, 413", "/Nowhere/x, 404"})
    void answersWholeWhoSendsAMegabyteTooMuch(String path, int status) throws Exception {
        try (Caller caller = world.caller()) {
            caller.head(world.request("POST", path, "Content-Length: 1200000"));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    for (int sent = 0; sent < 1_200_000; sent += 10_000) {
                        caller.send(new byte[10_000]);
                    }
                } catch (IOException e) {
                    // the connection may end before all of it is sent
                }
            });
            Reply reply = caller.reply();

            assertThat(reply.status()).as("%s", reply).isEqualTo(status);
            assertThat(reply.field("connection")).isEqualTo("close");
            assertThat(reply.json().getString("hop")).isEqualTo("client");
            assertThat(caller.toTheEnd()).isZero();
            sending.get();
            assertThat(asked).hasValue(0);
        }
    }

    // ------------------------------------------------------------------ answers that cannot be passed on

    @ParameterizedTest
    @CsvSource({"x-strange, 'a\u0001b'", "x-strange, 'a\r\nset-cookie: b'", "x-strange, 'a\u0000'", "'x strange', a"})
    void tellsOfAnAnswerWhoseHeadCannotBeWritten(String name, String value) throws IOException {
        for (String kind : new String[] {"none", "length", "chunked"}) {
            HeaderFields head =
                    new HeaderFields().add(name, value).add(kind.equals("length") ? "content-length" : "x-other", "5");
            inside = request ->
                    Future.succeededFuture(new RelayResponse(200, "", head, kind.equals("none") ? null : Chunks.of(5)));
            try (Caller caller = world.caller()) {
                Reply reply = caller.ask(world.request("GET", "/SMS_MP"));

                assertThat(reply.status()).as("%s: %s", kind, reply).isEqualTo(502);
                assertThat(reply.code()).isEqualTo("connection_point_failed");
                assertThat(Objects.requireNonNull(reply.json().getString("hop")))
                        .isEqualTo("connection-point");
                assertThat(reply.fields()).doesNotContainKeys("set-cookie", "x-other", "transfer-encoding");
                inside = request -> World.text(200, "next");
                assertThat(caller.ask(world.request("GET", "/SMS_MP")).text()).isEqualTo("next");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 999})
    void tellsOfAnAnswerWithAStatusThatIsNone(int status) throws IOException {
        inside = request -> World.answer(status, null);
        Reply reply = world.ask("GET", "/SMS_MP");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.code()).isEqualTo("connection_point_failed");
    }
}
