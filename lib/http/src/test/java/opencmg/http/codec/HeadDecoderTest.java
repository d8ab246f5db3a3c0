package opencmg.http.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import opencmg.http.Framing;
import opencmg.http.HeadLimits;
import opencmg.http.HttpSyntaxException;
import opencmg.http.HttpSyntaxException.Kind;
import opencmg.http.RequestHead;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Request heads that RFC 9112 allows and forbids, each in one piece and byte by byte. */
class HeadDecoderTest {

    private static final HeadLimits LIMITS = new HeadLimits(100, 200, 4);

    private final Octets octets = new Octets();
    private InboundBuffer in = new InboundBuffer(octets);

    private HeadDecoder decoder() {
        in = new InboundBuffer(octets);
        return new HeadDecoder(in, octets, LIMITS);
    }

    private void receive(String text) {
        in.append(ByteBufAllocator.DEFAULT, Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private @Nullable RequestHead decodeAtOnce(String text) throws HttpSyntaxException {
        HeadDecoder decoder = decoder();
        receive(text);
        return decoder.decodeRequest();
    }

    /** Fails when the head is complete too early. */
    private @Nullable RequestHead decodeByteByByte(String text) throws HttpSyntaxException {
        HeadDecoder decoder = decoder();
        RequestHead head = null;
        for (int i = 0; i < text.length(); i++) {
            assertThat(head).as("before byte %d", i).isNull();
            receive(text.substring(i, i + 1));
            head = decoder.decodeRequest();
        }
        return head;
    }

    /** Lines are separated by bars. */
    private RequestHead decode(String lines) throws HttpSyntaxException {
        String text = lines.replace("|", "\r\n") + "\r\n\r\n";
        RequestHead whole = Objects.requireNonNull(decodeAtOnce(text));
        RequestHead split = Objects.requireNonNull(decodeByteByByte(text));
        assertThat(split.method()).isEqualTo(whole.method());
        assertThat(split.target()).isEqualTo(whole.target());
        assertThat(split.fields()).containsExactlyElementsOf(whole.fields());
        assertThat(split.length()).isEqualTo(whole.length());
        return split;
    }

    private Kind refused(String text) {
        HttpSyntaxException whole = catchThrowableOfType(HttpSyntaxException.class, () -> decodeAtOnce(text));
        HttpSyntaxException split = catchThrowableOfType(HttpSyntaxException.class, () -> decodeByteByByte(text));
        assertThat(whole).as("%s", text).isNotNull();
        assertThat(split).as("%s", text).isNotNull();
        assertThat(split.kind()).isEqualTo(whole.kind());
        return split.kind();
    }

    @Test
    void decodesTheExampleOfTheStandard() throws HttpSyntaxException {
        RequestHead head =
                decode("GET /hello.txt HTTP/1.1|User-Agent: curl/7.64.1|Host: www.example.com|Accept-Language: en, mi");

        assertThat(head.method()).isEqualTo("GET");
        assertThat(head.target()).isEqualTo("/hello.txt");
        assertThat(head.minorVersion()).isEqualTo(1);
        assertThat(head.fields().get("user-agent")).isEqualTo("curl/7.64.1");
        assertThat(head.fields().get("host")).isEqualTo("www.example.com");
        assertThat(head.fields().get("accept-language")).isEqualTo("en, mi");
        assertThat(head.hasBody()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /where?q=now HTTP/1.1|Host: www.example.org, GET, /where?q=now",
        "GET http://www.example.org/pub/WWW/TheProject.html HTTP/1.1|Host: www.example.org, GET, http://www.example.org/pub/WWW/TheProject.html",
        "OPTIONS * HTTP/1.1|Host: www.example.org:8001, OPTIONS, *",
        "CONNECT www.example.com:80 HTTP/1.1|Host: www.example.com, CONNECT, www.example.com:80",
        "||GET / HTTP/1.1|Host:, GET, /",
        "GET / HTTP/1.0, GET, /"
    })
    void decodesEveryFormOfTarget(String lines, String method, String target) throws HttpSyntaxException {
        RequestHead head = decode(lines);

        assertThat(head.method()).isEqualTo(method);
        assertThat(head.target()).isEqualTo(target);
    }

    @Test
    void stripsBlanksAroundAValue() throws HttpSyntaxException {
        RequestHead head = decode("GET / HTTP/1.1|HOST: \t a \t |X:|Y: b\tc");

        assertThat(head.fields().get("host")).isEqualTo("a");
        assertThat(head.fields().get("x")).isEmpty();
        assertThat(head.fields().get("y")).isEqualTo("b\tc");
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 0, 0, false",
        "Content-Length: 00017, 17, true",
        "Transfer-Encoding: Chunked, -1, true",
        "X: y, -2, false"
    })
    void decodesTheLengthOfTheBody(String field, long length, boolean hasBody) throws HttpSyntaxException {
        RequestHead head = decode("POST / HTTP/1.1|Host: a|" + field);

        assertThat(head.length()).isEqualTo(length);
        assertThat(head.hasBody()).isEqualTo(hasBody);
        assertThat(head.length() == Framing.CHUNKED).isEqualTo(field.startsWith("Transfer"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET / HTTP/1.1|Host: a; true",
                "GET / HTTP/1.1|Host: a|Connection: TE, CLOSE; false",
                "GET / HTTP/1.1|Host: a|Connection: TE|Connection: close; false",
                "GET / HTTP/1.1|Host: a|Connection: keep-alive; true",
                "GET / HTTP/1.0; false",
                "GET / HTTP/1.0|Connection: Keep-Alive; true",
                "GET / HTTP/1.0|Connection: close; false"
            })
    void decodesWhetherTheClientKeepsTheConnection(String lines, boolean keeps) throws HttpSyntaxException {
        assertThat(decode(lines).keepsConnection()).isEqualTo(keeps);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: a\r\n\r\n", // LF alone
                "GET / HTTP/1.1\r\nHost: a\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n\n",
                "\nGET / HTTP/1.1\r\n",
                "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", // CR alone
                "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", // folded
                "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost\r\n\r\n",
                "GET / HTTP/1.1\r\n: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\u0000b\r\n\r\n",
                "GET / HTTP/1.1\r\nHo\u0000st: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n",
                "\r\n\r\n\r\n", // more empty lines than are skipped
                "GET  / HTTP/1.1\r\n",
                "GET / x HTTP/1.1\r\n",
                "GET /\tx HTTP/1.1\r\n",
                "GET /\u0000 HTTP/1.1\r\n",
                "GET  HTTP/1.1\r\n",
                "GET /\r\n",
                "GET / http/1.1\r\n",
                "GET / HTTP/1.1 \r\n",
                "GET / HTTP/1.10\r\n",
                " GET / HTTP/1.1\r\n",
                "G@T / HTTP/1.1\r\n",
                "x\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u000bchunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n",
                "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void refusesHeadsThatTwoReadersCouldUnderstandDifferently(String text) {
        assertThat(refused(text)).isEqualTo(Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "MP_1.corp.example:443",
                "a:",
                "192.0.2.1:80",
                "[2001:db8::1]",
                "[::1]:65535",
                "caf%C3%a9.example",
                "a!$&'()*+,;=~"
            })
    void acceptsAValidHost(String host) throws HttpSyntaxException {
        assertThat(decode("GET / HTTP/1.1|Host: " + host).fields().get("host")).isEqualTo(host);
        assertThat(decode("GET / HTTP/1.0|Host: " + host).fields().get("host")).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a, b",
                "a/b",
                "a?b",
                "a#b",
                "user@a",
                "a\\b",
                "a\"b",
                "a<b>",
                "caf\u00e9",
                ":80",
                "a:x",
                "a:-1",
                "a:65536",
                "a:4294967296",
                "a:99999999999",
                "a:80:80",
                "::1",
                "[::1",
                "[::1]80",
                "[]",
                "[a]",
                "[fe80::1%25eth0]",
                "[fe80::1%eth0]",
                "[v1.a]",
                "%",
                "%4",
                "%g0"
            })
    void refusesAnInvalidHost(String host) {
        assertThat(refused("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).isEqualTo(Kind.MALFORMED);
        assertThat(refused("GET / HTTP/1.0\r\nHost: " + host + "\r\n\r\n")).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void skipsTwoEmptyLinesBeforeEachRequest() throws HttpSyntaxException {
        HeadDecoder decoder = decoder();
        for (int i = 0; i < 3; i++) {
            receive("\r\n\r\nGET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(Objects.requireNonNull(decoder.decodeRequest()).target()).isEqualTo("/" + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRI * HTTP/2.0\r\n", "GET / HTTP/2.0\r\n", "GET / HTTP/0.9\r\n", "GET / HTTP/1.2\r\n"})
    void refusesOtherVersions(String text) {
        assertThat(refused(text)).isEqualTo(Kind.VERSION);
    }

    @Test
    void acceptsHeadsUpToItsLimits() throws HttpSyntaxException {
        assertThat(decode("GET /" + "x".repeat(86) + " HTTP/1.1|Host: a").target())
                .hasSize(87);
        assertThat(decode("GET / HTTP/1.1|Host: a|X: " + "x".repeat(190))
                        .fields()
                        .get("x"))
                .hasSize(190);
        assertThat(decode("GET / HTTP/1.1|Host: a|B:|C:|D:").fields().size()).isEqualTo(4);
    }

    @Test
    void refusesLargerHeads() {
        assertThat(refused("GET /" + "x".repeat(87) + " HTTP/1.1\r\n")).isEqualTo(Kind.LINE_TOO_LONG);
        assertThat(refused("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(191) + "\r\n\r\n"))
                .isEqualTo(Kind.FIELDS_TOO_LARGE);
        assertThat(refused("GET / HTTP/1.1\r\nHost: a\r\nB:\r\nC:\r\nD:\r\nE:\r\n\r\n"))
                .isEqualTo(Kind.FIELDS_TOO_LARGE);
    }
}
