package opencmg.client.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The two parts of a message between the product's one boundary (protocol.md 2.2 and 2.6). */
public final class Envelope {

    static final String BOUNDARY = "aAbBcCdDv1234567890VxXyYzZ";

    /** The value of {@code Content-Type}, for requests and replies alike. */
    public static final String CONTENT_TYPE = "multipart/mixed; boundary=\"" + BOUNDARY + "\"";

    private static final String BODY_TYPE = "application/octet-stream";

    private Envelope() {}

    /**
     * A message ready for {@code CCM_POST}, for an endpoint that serves anybody. The body is compressed, with the two raw bytes 0D 0A behind its NUL
     * that the product's own client sends and does not count.
     */
    public static byte[] pack(Message message) {
        byte[] body = Utf16.terminated(message.body());
        return parts(message.header(body.length, ClientAuth.COMPRESSED, "Sync"), Deflated.of(withLineEnd(body)));
    }

    /** The same, signed by a registered client: what MP_PolicyManager and MP_TokenManager want. */
    public static byte[] signed(Message message, ClientIdentity identity) {
        return signed(message, identity, "Sync");
    }

    /** A signed report, to which there is no reply. */
    public static byte[] report(Message message, ClientIdentity identity) {
        return signed(message, identity, "ASync");
    }

    private static byte[] signed(Message message, ClientIdentity identity, String replyMode) {
        byte[] body = Utf16.terminated(message.body());
        byte[] compressed = Deflated.of(withLineEnd(body));
        String hooks = ClientAuth.COMPRESSED + ClientAuth.hook(message, identity, compressed);
        return parts(message.header(body.length, hooks, replyMode), compressed);
    }

    private static byte[] parts(String header, byte[] compressed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, ascii("--" + BOUNDARY + "\r\ncontent-type: text/plain; charset=UTF-16\r\n\r\n"));
        put(out, Utf16.marked(header));
        put(out, ascii("\r\n--" + BOUNDARY + "\r\ncontent-type: " + BODY_TYPE + "\r\n\r\n"));
        put(out, compressed);
        put(out, ascii("\r\n--" + BOUNDARY + "--"));
        return out.toByteArray();
    }

    /**
     * The two texts of a reply. As strict as the strictest of the existing clients.
     *
     * @param contentType of the HTTP answer, empty when it had none
     * @throws UnreadableReplyException naming the rule that was broken
     */
    public static Reply unpack(String contentType, byte[] content) {
        if (content.length == 0) {
            throw new UnreadableReplyException(
                    "the management point answered with nothing, which is how it refuses an unknown client or a bad"
                            + " signature");
        }
        if (!contentType.equals(CONTENT_TYPE)) {
            throw new UnreadableReplyException(
                    "the answer has content type '" + contentType + "' instead of " + CONTENT_TYPE);
        }
        List<Part> parts = split(content);
        if (parts.size() != 2) {
            throw new UnreadableReplyException("the answer has " + parts.size() + " parts instead of two");
        }
        Part body = parts.get(1);
        if (!body.headers().equals("content-type: " + BODY_TYPE)) {
            throw new UnreadableReplyException("the body part has the headers '" + body.headers() + "'");
        }
        return new Reply(Utf16.readMarked(parts.get(0).content()), Utf16.readTerminated(Deflated.read(body.content())));
    }

    /** Every byte is one character of {@code latin}. */
    private record Part(String headers, String latin) {

        byte[] content() {
            return latin.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private static List<Part> split(byte[] content) {
        String wire = new String(content, StandardCharsets.ISO_8859_1);
        String dashes = "--" + BOUNDARY;
        if (!wire.startsWith(dashes + "\r\n")) {
            throw new UnreadableReplyException("the answer does not begin with the boundary");
        }
        List<Part> parts = new ArrayList<>();
        int at = dashes.length();
        while (wire.startsWith("\r\n", at)) {
            int end = wire.indexOf("\r\n" + dashes, at);
            int blank = wire.indexOf("\r\n\r\n", at);
            if (end < 0 || blank < 0 || blank > end) {
                throw new UnreadableReplyException("a part has no end or no blank line behind its headers");
            }
            parts.add(new Part(wire.substring(at + 2, blank).toLowerCase(Locale.ROOT), wire.substring(blank + 4, end)));
            at = end + 2 + dashes.length();
        }
        if (!wire.startsWith("--", at)) {
            throw new UnreadableReplyException("the answer lacks the closing boundary");
        }
        return parts;
    }

    private static byte[] withLineEnd(byte[] body) {
        byte[] longer = Arrays.copyOf(body, body.length + 2);
        longer[body.length] = '\r';
        longer[body.length + 1] = '\n';
        return longer;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void put(ByteArrayOutputStream out, byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }
}
