package opencmg.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

/** Compares with the bytes of protocol.md 2.2 and 2.6, written independently of the code under test. */
class EnvelopeTest {

    private static final String DELIMITER = "--aAbBcCdDv1234567890VxXyYzZ";
    private static final Message MESSAGE = new Message(
            UUID.fromString("9f1b2c3d-0000-4000-8000-00000000abcd"),
            "MP_LocationManager",
            "gw.corp.example/CCM_Proxy_MutualAuth/8",
            "",
            "PC<01>",
            Instant.parse("2026-01-02T03:04:05.678Z"),
            "<A/>");

    @Test
    void writesTheHeaderWithByteOrderMarkAndCompressesTheBody() throws Exception {
        String wire = latin(Envelope.pack(MESSAGE));

        String head = DELIMITER + "\r\ncontent-type: text/plain; charset=UTF-16\r\n\r\n";
        String middle = "\r\n" + DELIMITER + "\r\ncontent-type: application/octet-stream\r\n\r\n";
        String tail = "\r\n" + DELIMITER + "--";
        assertThat(wire)
                .startsWith(head + "\u00ff\u00fe<\u0000M\u0000s\u0000g\u0000")
                .endsWith(tail);
        String body = wire.substring(wire.indexOf(middle) + middle.length(), wire.length() - tail.length());
        assertThat(body).startsWith("x");
        assertThat(new InflaterInputStream(new ByteArrayInputStream(bytes(body))).readAllBytes())
                .isEqualTo(bytes("<\0A\0/\0>\0\0\0\r\n"));
    }

    @Test
    void includesTheNulButNotTheFollowingCrLfInTheLength() {
        assertThat(headerOf(Envelope.pack(MESSAGE))).contains("<Body Type=\"ByteRange\" Length=\"10\" Offset=\"0\"/>");
    }

    @Test
    void writesIdTimeHostAndEndpointIntoTheHeader() {
        assertThat(headerOf(Envelope.pack(MESSAGE)))
                .contains("<ID>{9F1B2C3D-0000-4000-8000-00000000ABCD}</ID>")
                .contains("<SentTime>2026-01-02T03:04:05Z</SentTime>")
                .contains("<SourceHost>PC&lt;01&gt;</SourceHost>")
                .contains("<TargetEndpoint>MP_LocationManager</TargetEndpoint>");
    }

    @Test
    void unpacksAReply() {
        Reply reply =
                Envelope.unpack(Envelope.CONTENT_TYPE, reply("<Msg><ID>{1}</ID></Msg>", bytes("<\0B\0/\0>\0\0\0")));

        assertThat(reply.id()).isEqualTo("{1}");
        assertThat(reply.body()).isEqualTo("<B/>");
    }

    @Test
    void refusesRepliesThatExistingClientsCannotRead() {
        assertRefused(Envelope.CONTENT_TYPE, new byte[0], "answered with nothing");
        assertRefused("text/html", reply("<Msg/>", bytes("<\0B\0/\0>\0\0\0")), "content type 'text/html'");
        assertRefused(Envelope.CONTENT_TYPE, reply("<Msg/>", bytes("<\0B\0/\0>\0")), "exactly one NUL");
        assertRefused(Envelope.CONTENT_TYPE, reply("<Msg/>", bytes("<\0B\0/\0>\0\0\0\0\0")), "exactly one NUL");
        assertRefused(Envelope.CONTENT_TYPE, reply("<Msg/>", bytes("<\0B\0/\0>\0\0\0\r\n")), "exactly one NUL");
        byte[] complete = reply("<Msg/>", bytes("<\0B\0/\0>\0\0\0"));
        assertRefused(Envelope.CONTENT_TYPE, Arrays.copyOf(complete, complete.length - 30), "no end");
        assertRefused(Envelope.CONTENT_TYPE, Arrays.copyOf(complete, complete.length - 2), "closing boundary");
    }

    @Test
    void refusesADocumentType() {
        assertThatThrownBy(() -> Xml.parse("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"))
                .isInstanceOf(UnreadableReplyException.class);
    }

    private static void assertRefused(String type, byte[] content, String reason) {
        assertThatThrownBy(() -> Envelope.unpack(type, content))
                .isInstanceOf(UnreadableReplyException.class)
                .hasMessageContaining(reason);
    }

    private static byte[] reply(String header, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes(DELIMITER + "\r\ncontent-type: text/plain; charset=UTF-16\r\n\r\n\u00ff\u00fe"));
        out.writeBytes(header.getBytes(StandardCharsets.UTF_16LE));
        out.writeBytes(bytes("\r\n" + DELIMITER + "\r\ncontent-type: application/octet-stream\r\n\r\n"));
        out.writeBytes(Zlib.compress(body));
        out.writeBytes(bytes("\r\n" + DELIMITER + "--"));
        return out.toByteArray();
    }

    private static String headerOf(byte[] message) {
        String wire = latin(message);
        int from = wire.indexOf("\u00ff\u00fe") + 2;
        return new String(
                bytes(wire.substring(from, wire.indexOf("\r\n" + DELIMITER, from))), StandardCharsets.UTF_16LE);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }
}
