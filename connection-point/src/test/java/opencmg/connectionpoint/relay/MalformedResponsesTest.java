package opencmg.connectionpoint.relay;

import static opencmg.connectionpoint.relay.RelayFixture.await;
import static opencmg.connectionpoint.relay.RelayFixture.get;
import static opencmg.connectionpoint.relay.RelayFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import opencmg.http.HeaderFields;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that violate HTTP/1.1, and requests that could be misread by an upstream. */
class MalformedResponsesTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private RelayFixture fixture;
    private ScriptedServer server;

    @BeforeEach
    void open() throws Exception {
        fixture = new RelayFixture(RelayFixture.FOUR_EXCHANGES);
        server = new ScriptedServer(fixture);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static RelayRequest post() {
        return request("POST", "/SMS_MP/x", HttpHeaders.headers(), null);
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                Arguments.of("SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 or HTTP/1.0"),
                Arguments.of("HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 or HTTP/1.0"),
                Arguments.of("HTTP/1.2 200 OK\r\n\r\n", "HTTP/1.1 or HTTP/1.0"),
                Arguments.of("http/1.1 200 OK\r\n\r\n", "HTTP/1.1 or HTTP/1.0"),
                Arguments.of("HTTP/1.1  200 OK\r\n\r\n", "no number"),
                Arguments.of("HTTP/1.1 2OO OK\r\n\r\n", "no number"),
                Arguments.of("HTTP/1.1 99 OK\r\n\r\n", "no number"),
                Arguments.of("HTTP/1.1 600 OK\r\n\r\n", "100 to 599"),
                Arguments.of("HTTP/1.1 2000 OK\r\n\r\n", "100 to 599"),
                Arguments.of("HTTP/1.1 200 O\0K\r\n\r\n", "control character"),
                Arguments.of("HTTP/1.1 200 O\rK\r\n\r\n", "control character"),
                Arguments.of("HTTP/1.1 200 OK\n\n", "CR LF"),
                Arguments.of("\r\nHTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 or HTTP/1.0"),
                Arguments.of("HTTP/1.1 200 " + "x".repeat(9000) + "\r\n\r\n", "status line of more"),
                Arguments.of("HTTP/1.1 200 " + "x".repeat(9000), "status line of more"),
                Arguments.of("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "changes the protocol"),
                Arguments.of(OK + "Content-Length: 1\nx: y\r\n\r\n", "CR LF"),
                Arguments.of(OK + "no colon\r\n\r\n", "proper name"),
                Arguments.of(OK + ": nameless\r\n\r\n", "proper name"),
                Arguments.of(OK + "Content-Length : 1\r\n\r\nx", "proper name"),
                Arguments.of(OK + "X: a\r\n folded\r\n\r\n", "proper name"),
                Arguments.of(OK + "X\u00e4: a\r\n\r\n", "proper name"),
                Arguments.of(OK + "X: a\0b\r\n\r\n", "control character"),
                Arguments.of(OK + "X: a\rb\r\n\r\n", "control character"),
                Arguments.of(OK + "X: " + "x".repeat(70000) + "\r\n\r\n", "header fields"),
                Arguments.of(
                        OK + "X: 0123456789012345678901234567890123456789\r\n".repeat(2000) + "\r\n", "header fields"),
                Arguments.of(OK + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx", "more than one Content-Length"),
                Arguments.of(OK + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx", "more than one Content-Length"),
                Arguments.of(OK + "Content-Length: 1, 1\r\n\r\nx", "no number"),
                Arguments.of(OK + "Content-Length: +1\r\n\r\nx", "no number"),
                Arguments.of(OK + "Content-Length: -1\r\n\r\nx", "no number"),
                Arguments.of(OK + "Content-Length: 0x1\r\n\r\nx", "no number"),
                Arguments.of(OK + "Content-Length:\r\n\r\n", "no number"),
                Arguments.of(OK + "Content-Length: 9999999999999999999\r\n\r\n", "no number"),
                Arguments.of(
                        OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "both Transfer-Encoding and Content-Length"),
                Arguments.of(OK + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "not chunked alone"),
                Arguments.of(OK + "Transfer-Encoding: identity\r\n\r\n", "not chunked alone"),
                Arguments.of(
                        OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "not chunked alone"),
                Arguments.of("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "HTTP/1.0"));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void reportsAMalformedHead(String bytes, String why) throws Exception {
        Future<RelayFixture.Response> response = fixture.send(post());
        server.next().socket().write(bytes, "ISO-8859-1").onFailure(Throwable::printStackTrace);

        RelayFailure failure = RelayFixture.failureOf(response);

        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_LOST);
        assertThat(failure.detail()).contains(server.url(), "wait for the answer", why);
        assertThat(server.closed()).isEqualTo(1);
        assertThat(fixture.slots.inFlight()).isZero();
    }

    static Stream<Arguments> chunks() {
        return Stream.of(
                Arguments.of("x\r\n", "no number"),
                Arguments.of("\r\n", "no number"),
                Arguments.of("-1\r\n", "no number"),
                Arguments.of("0x2\r\nok\r\n", "no number"),
                Arguments.of("2 3\r\nok\r\n", "no number"),
                Arguments.of("2 \r\nok\r\n0\r\n\r\n", "no number"),
                Arguments.of("0\r\nContent-Length: 2\r\n\r\n", "in the head alone"),
                Arguments.of("0\r\nSet-Cookie: a\r\n\r\n", "in the head alone"),
                Arguments.of("0\r\nno colon\r\n\r\n", "proper name"),
                Arguments.of("0\r\nX: a\0b\r\n\r\n", "control character"),
                Arguments.of("2\nok\r\n0\r\n\r\n", "CR LF"),
                Arguments.of("2;a\nb\r\nok\r\n0\r\n\r\n", "CR LF"),
                Arguments.of("2;a\rb\r\nok\r\n0\r\n\r\n", "control character"),
                Arguments.of("2\r\noks\r\n0\r\n\r\n", "longer than its size"),
                Arguments.of("2\r\nok0\r\n\r\n", "longer than its size"),
                Arguments.of("2\r\nok\n0\r\n\r\n", "CR LF"),
                Arguments.of("10000000000000002\r\nok\r\n", "too many digits"),
                Arguments.of("2;" + "x".repeat(9000) + "\r\n", "a chunk's size of more"),
                Arguments.of("0\r\n" + ("x: " + "y".repeat(1000) + "\r\n").repeat(70) + "\r\n", "trailers"));
    }

    @ParameterizedTest
    @MethodSource("chunks")
    void reportsAMalformedChunk(String bytes, String why) throws Exception {
        Future<RelayFixture.Response> response = fixture.send(post());
        server.next().respond(OK + "Transfer-Encoding: chunked\r\n\r\n" + bytes);

        RelayFailure failure = RelayFixture.failureOf(response);

        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_LOST);
        assertThat(failure.detail()).contains(server.url(), "read the answer", why);
        assertThat(server.closed()).isEqualTo(1);
        assertThat(fixture.slots.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {OK, "HTTP/1.0 200 OK\r\n", OK + "Connection: keep-alive\r\n"})
    void endsABodyOfUnknownLengthWithTheConnection(String head) throws Exception {
        Future<RelayFixture.Response> response = fixture.send(get("/SMS_MP/x"));
        server.next().respondAndClose(head + "X-Odd:\t\u00e4 \r\n\r\neverything up to the end");

        assertThat(await(response).body()).hasToString("everything up to the end");
        assertThat(fixture.slots.inFlight()).isZero();
    }

    @Test
    void parsesAResponseThatArrivesByteByByte() throws Exception {
        Future<RelayFixture.Response> response = fixture.send(get("/SMS_MP/x"));
        ScriptedServer.ReceivedRequest received = server.next();
        String whole = """
                HTTP/1.1 100\s

                HTTP/1.1 200 A phrase
                X-One:1
                X-Two:\s
                Transfer-Encoding: chunked

                b;ext=1
                hello world
                1
                !
                0
                x-trailer: 1

                """.replace("\n", "\r\n");
        for (int i = 0; i < whole.length(); i++) {
            await(received.socket().write(whole.substring(i, i + 1)));
        }

        assertThat(await(response).response().phrase()).isEqualTo("A phrase");
        assertThat(await(response).headers().get("x-one")).isEqualTo("1");
        assertThat(await(response).headers().get("x-two")).isEmpty();
        assertThat(await(response).body()).hasToString("hello world!");
    }

    @Test
    void forwardsTheOctetsOfHeaderValuesUnchanged() throws Exception {
        MultiMap headers = new HeaderFields().add("x-odd", "a\u00e4\tb").add("x-empty", "");
        Future<RelayFixture.Response> response = fixture.send(request("GET", "/SMS_MP/x", headers, null));
        ScriptedServer.ReceivedRequest received = server.next();
        received.socket()
                .write(OK + "X-Back: \u00fc\r\nContent-Length: 0\r\n\r\n", "ISO-8859-1")
                .onFailure(Throwable::printStackTrace);

        assertThat(await(response).headers().get("x-back")).isEqualTo("\u00fc");
        assertThat(received.head()).contains("x-odd: a").contains("\tb\r\n").contains("x-empty: \r\n");
    }

    static Stream<Arguments> smuggled() {
        return Stream.of(
                Arguments.of("GET", "x", "a\r\nContent-Length: 5"),
                Arguments.of("GET", "x", "a\nb"),
                Arguments.of("GET", "x", "a\rb"),
                Arguments.of("GET", "x", "a\0b"),
                Arguments.of("GET", "x", "a\u007fb"),
                Arguments.of("GET", "x", "a\u010ab"), // ends in the octet LF
                Arguments.of("GET", "x", "a\u560d\u560ab"), // CR and LF, cut to octets
                Arguments.of("GET", "x y", "a"),
                Arguments.of("GET", "x:", "a"),
                Arguments.of("GET", " x", "a"),
                Arguments.of("GET", "", "a"),
                Arguments.of("GET", "x\r\ny", "a"),
                Arguments.of("GET", "x\u010a", "a"),
                Arguments.of("GET /secret HTTP/1.1\r\nx:", "x", "a"),
                Arguments.of("GE\u0154", "x", "a"),
                Arguments.of("", "x", "a"));
    }

    @ParameterizedTest
    @MethodSource("smuggled")
    void sendsNothingThatCouldBeReadAsTwoRequests(String method, String name, String value) throws Exception {
        RelayFailure failure = fixture.failure(request(method, "/SMS_MP/x", new HeaderFields().add(name, value), null));

        assertThat(failure.reason()).isEqualTo(FailureReason.CONNECTION_POINT_FAILED);
        assertThat(server.hasNoRequest()).isTrue();
        Future<RelayFixture.Response> next = fixture.send(get("/SMS_MP/next"));
        ScriptedServer.ReceivedRequest received = server.next();
        assertThat(received.line()).isEqualTo("GET /SMS_MP/next HTTP/1.1");
        received.ok();
        assertThat(await(next).status()).isEqualTo(200);
    }

    @Test
    void framesTheBodyExactlyOnce() throws Exception {
        MultiMap headers = new HeaderFields()
                .add("content-length", "5")
                .add("Content-Length", "50")
                .add("Transfer-Encoding", "chunked")
                .add("transfer-encoding", "gzip")
                .add("Host", "elsewhere");
        Future<RelayFixture.Response> response =
                fixture.send(request("POST", "/SMS_MP/x", headers, ChunkSource.text(fixture.loop, "hello")));
        ScriptedServer.ReceivedRequest received = server.next();
        received.ok();

        assertThat(await(response).status()).isEqualTo(200);
        List<String> lines = received.head().lines().toList();
        assertThat(lines)
                .filteredOn(line -> !line.startsWith("via: "))
                .containsExactly(
                        "POST /SMS_MP/x HTTP/1.1", "host: " + server.url().substring(7), "content-length: 5", "");
        assertThat(received.head().getBytes(StandardCharsets.US_ASCII)).endsWith(new byte[] {'\r', '\n', '\r', '\n'});
    }
}
