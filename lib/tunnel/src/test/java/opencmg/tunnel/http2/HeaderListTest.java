package opencmg.tunnel.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.http.HttpHeaders;
import opencmg.http.HeaderFields;
import opencmg.tunnel.TunnelProtocol;
import opencmg.tunnel.link.TunnelFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HPACK into and out of a header list; the bytes are those of RFC 7541 Appendix C, or put together by its section 6. */
class HeaderListTest {

    private static final String CUSTOM = "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572"; // C.2.1

    @Test
    void readsARequest() throws Http2Exception {
        HeaderList read = read("8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d"); // C.3.1

        assertThat(read.method()).hasToString("GET");
        assertThat(read.scheme()).hasToString("http");
        assertThat(read.path()).hasToString("/");
        assertThat(read.authority()).hasToString("www.example.com");
        assertThat(read.fields().isEmpty()).isTrue();
    }

    @Test
    void readsAResponse() throws Http2Exception {
        HeaderList read = read(
                "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133"
                        + "2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d"); // C.5.1

        assertThat(read.status()).hasToString("302");
        assertThat(read.fields())
                .map(field -> field.getKey() + "=" + field.getValue())
                .containsExactly(
                        "cache-control=private",
                        "date=Mon, 21 Oct 2013 20:13:21 GMT",
                        "location=https://www.example.com");
    }

    @Test
    void writesPseudoHeadersFirstAndNamesInLowerCase() throws Http2Exception {
        HeaderFields fields = HeaderFields.of(HttpHeaders.headers().add("Custom-Key", "custom-header"));
        HeaderList list = new HeaderList(fields)
                .method("GET")
                .scheme(TunnelProtocol.HTTPS)
                .path("/sample/path");

        String neverIndexed = "140c 2f73 616d 706c 652f 7061 7468"; // the path of C.2.2 as a literal of 6.2.3
        assertThat(written(list)).isEqualTo(hex("82 87" + neverIndexed + CUSTOM));
    }

    @Test
    void separatesTheTunnelsOwnFields() throws Http2Exception {
        HeaderFields fields =
                new HeaderFields().add("Opencmg-Failure", "forged").add(":status", "200");
        HeaderList list = new HeaderList(fields).status("404").addOwn(TunnelProtocol.PHRASE, "Gone");
        assertThat(list.bytes()).isEqualTo(":status404".length() + "opencmg-phraseGone".length() + 2 * 32);

        HeaderList read = read(written(list));

        assertThat(read.status()).hasToString("404");
        assertThat(read.get(TunnelProtocol.PHRASE)).hasToString("Gone");
        assertThat(read.contains(TunnelProtocol.FAILURE)).isFalse();
        assertThat(read.fields().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a pseudo-header twice, 82 82 87 84",
        "one after a field, 82 87 84 " + CUSTOM + " 88",
        "one that is not defined, 82 87 84 0004 3a66 6f6f 0131"
    })
    void refusesMalformedPseudoHeaders(String what, String bytes) {
        assertThatThrownBy(() -> read(bytes))
                .as(what)
                .isInstanceOfSatisfying(Http2Exception.StreamException.class, refused -> assertThat(refused.streamId())
                        .isEqualTo(3));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "upper case, 88 0001 5801 79",
        "upper case in the middle, 88 0003 7858 7801 79",
        "no name, 88 0000 0131",
        "a blank, 88 0003 6120 6201 79",
        "a colon in the middle, 88 0003 613a 6201 79",
        "a line feed, 88 0002 610a 01 79",
        "NUL, 88 0002 6100 01 79",
        "DEL, 88 0002 617f 01 79",
        "a byte above ASCII, 88 0002 61e4 01 79",
        "upper case in a reserved name, 88 0009 4f70 656e 636d 672d 7801 79"
    })
    void refusesMalformedNames(String what, String bytes) {
        assertThatThrownBy(() -> read(bytes))
                .as(what)
                .isInstanceOfSatisfying(Http2Exception.StreamException.class, refused -> assertThat(refused.error())
                        .isEqualTo(Http2Error.PROTOCOL_ERROR));
    }

    @Test
    void refusesAListBeyondTheLimit() {
        String field = "0001 7801 79"; // x: y, 34 bytes as the limit counts them
        int most = TunnelFixture.SHORT_TIMEOUTS.maxHeaderListSize() / 34;

        assertThatThrownBy(() -> read(field.repeat(most + 1)))
                .isInstanceOf(Http2Exception.HeaderListSizeException.class);
    }

    private static HeaderList read(String bytes) throws Http2Exception {
        ByteBuf block = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex(bytes)));
        return (HeaderList) HeaderList.newHpackDecoder(TunnelFixture.SHORT_TIMEOUTS.maxHeaderListSize())
                .decodeHeaders(3, block);
    }

    private static String written(HeaderList list) throws Http2Exception {
        ByteBuf block = Unpooled.buffer();
        Http2FrameWriter.newHpackEncoder().encodeHeaders(3, list, block);
        return ByteBufUtil.hexDump(block);
    }

    private static String hex(String bytes) {
        return bytes.replace(" ", "");
    }
}
