package opencmg.mockmp.messaging;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import opencmg.mockmp.xml.Escaped;

/**
 * Encodes replies (protocol.md 2.6). Existing clients drop the last character of the body and parse the rest, so the body ends with exactly one NUL and
 * nothing follows. They also require the spelling of the parts' content-types below.
 */
public final class ReplyWriter {

    /** Content-Type of a reply. */
    public static final String CONTENT_TYPE = "multipart/mixed; boundary=\"" + Multipart.BOUNDARY + "\"";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String host;
    private final Clock clock;

    public ReplyWriter(String host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    /** Encodes a reply with the given XML body. */
    public byte[] write(MessageHeader request, String xml) {
        byte[] plain = Utf16.withNul(xml);
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length + 2048);
        append(out, "--" + Multipart.BOUNDARY + "\r\ncontent-type: text/plain; charset=UTF-16\r\n\r\n");
        out.writeBytes(Utf16.withByteOrderMark(header(request, plain.length)));
        append(out, "\r\n--" + Multipart.BOUNDARY + "\r\ncontent-type: " + bodyContentType(request) + "\r\n\r\n");
        out.writeBytes(request.zlibReply() ? Zlib.deflate(plain) : plain);
        append(out, "\r\n--" + Multipart.BOUNDARY + "--\r\n");
        return out.toByteArray();
    }

    private static String bodyContentType(MessageHeader request) {
        return request.zlibReply() ? "application/octet-stream" : "text/plain; charset=UTF-16";
    }

    private String header(MessageHeader request, int length) {
        return """
            <Msg ReplyCompression="%s" SchemaVersion="1.1">\
            <Body Type="ByteRange" Length="%d" Offset="0"/>\
            <CorrelationID>%s</CorrelationID>\
            %s\
            <ID>{%s}</ID>\
            <Payload Type="inline"/>\
            <Priority>%s</Priority>\
            <Protocol>http</Protocol>\
            <ReplyMode>Sync</ReplyMode>\
            <ReplyTo/>\
            <SentTime>%s</SentTime>\
            <SourceHost>%s</SourceHost>\
            <TargetAddress>%s</TargetAddress>\
            <TargetEndpoint>%s</TargetEndpoint>\
            <TargetHost>%s</TargetHost>\
            <Timeout>60000</Timeout>\
            </Msg>\
            """.formatted(
                request.zlibReply() ? "zlib" : "none",
                length,
                Escaped.xml(request.id()),
                request.zlibReply() ? "<Hooks><Hook3 Name=\"zlib-compress\"/></Hooks>" : "<Hooks/>",
                UUID.randomUUID().toString().toUpperCase(Locale.ROOT),
                Escaped.xml(request.priority()),
                TIME.format(clock.instant()),
                Escaped.xml(host),
                Escaped.xml(request.replyTo()),
                Escaped.xml(request.replyTo().substring(request.replyTo().lastIndexOf(':') + 1)),
                Escaped.xml(request.sourceHost()));
    }

    private static void append(ByteArrayOutputStream out, String ascii) {
        out.writeBytes(ascii.getBytes(US_ASCII));
    }
}
