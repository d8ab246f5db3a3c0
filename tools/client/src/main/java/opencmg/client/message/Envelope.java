package opencmg.client.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Packs a message into its two multipart parts and unpacks replies (protocol.md 2.2, 2.4 and 2.6). */
public final class Envelope {

    static final String BOUNDARY = "aAbBcCdDv1234567890VxXyYzZ";

    /** The value of {@code Content-Type}, for requests and replies alike. */
    public static final String CONTENT_TYPE = "multipart/mixed; boundary=\"" + BOUNDARY + "\"";

    private static final String BODY_TYPE = "application/octet-stream";

    /** Says that the body is compressed. */
    private static final String COMPRESSION_HOOK = "<Hook3 Name=\"zlib-compress\"/>";

    /** The algorithm of the signatures: sha256WithRSAEncryption. */
    private static final String HASH_ALGORITHM = "1.2.840.113549.1.1.11";

    private Envelope() {}

    /** Packs a message into bytes, with or without signatures. */
    public interface Packer {
        byte[] pack(Message message);
    }

    /**
     * Packs a message for an endpoint that requires no signature. The body is compressed. As the product's own client does, it has the two raw bytes
     * 0D 0A after its NUL, which its length does not count.
     */
    public static byte[] pack(Message message) {
        byte[] body = Utf16.encodeTerminated(message.body());
        return parts(message.header(body.length, COMPRESSION_HOOK, "Sync"), Zlib.compress(withCrLf(body)));
    }

    /** Packs a message with the signatures of a registered client, as MP_PolicyManager and MP_TokenManager require. */
    public static byte[] packSigned(Message message, ClientIdentity identity) {
        return packSigned(message, identity, "Sync");
    }

    /** Packs a signed report, which has no reply. */
    public static byte[] packReport(Message message, ClientIdentity identity) {
        return packSigned(message, identity, "ASync");
    }

    private static byte[] packSigned(Message message, ClientIdentity identity, String replyMode) {
        byte[] body = Utf16.encodeTerminated(message.body());
        byte[] compressed = Zlib.compress(withCrLf(body));
        String hooks = COMPRESSION_HOOK + authenticationHook(message, identity, compressed);
        return parts(message.header(body.length, hooks, replyMode), compressed);
    }

    /**
     * The client authentication hook (protocol.md 2.4).
     *
     * @param payload the compressed bytes of part 2 as they are sent
     */
    private static String authenticationHook(Message message, ClientIdentity identity, byte[] payload) {
        return "<Hook2 Name=\"clientauth\">"
                + property("AuthSenderMachine", Xml.escape(message.sourceHost()))
                + property("PublicKey", identity.publicKeyHex())
                + property("ClientIDSignature", identity.sign(Utf16.encodeTerminated(message.sourceId())))
                + property("PayloadSignature", identity.sign(payload))
                + property("ClientCapabilities", "NonSSL")
                + property("HashAlgorithm", HASH_ALGORITHM)
                + "</Hook2>";
    }

    private static String property(String name, String value) {
        return "<Property Name=\"" + name + "\">" + value + "</Property>";
    }

    private static byte[] parts(String header, byte[] compressed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, ascii("--" + BOUNDARY + "\r\ncontent-type: text/plain; charset=UTF-16\r\n\r\n"));
        put(out, Utf16.encodeWithBom(header));
        put(out, ascii("\r\n--" + BOUNDARY + "\r\ncontent-type: " + BODY_TYPE + "\r\n\r\n"));
        put(out, compressed);
        put(out, ascii("\r\n--" + BOUNDARY + "--"));
        return out.toByteArray();
    }

    /**
     * Unpacks a reply. As strict as the strictest existing client.
     *
     * @param contentType of the HTTP response, empty if absent
     * @throws UnreadableReplyException that names the violated rule
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
        return new Reply(
                Utf16.decodeWithBom(parts.get(0).content()), Utf16.decodeTerminated(Zlib.decompress(body.content())));
    }

    /** @param latin the content, one character per byte */
    private record Part(String headers, String latin) {

        byte[] content() {
            return latin.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private static List<Part> split(byte[] content) {
        String wire = new String(content, StandardCharsets.ISO_8859_1);
        String delimiter = "--" + BOUNDARY;
        if (!wire.startsWith(delimiter + "\r\n")) {
            throw new UnreadableReplyException("the answer does not begin with the boundary");
        }
        List<Part> parts = new ArrayList<>();
        int position = delimiter.length();
        while (wire.startsWith("\r\n", position)) {
            int end = wire.indexOf("\r\n" + delimiter, position);
            int blank = wire.indexOf("\r\n\r\n", position);
            if (end < 0 || blank < 0 || blank > end) {
                throw new UnreadableReplyException("a part has no end or no blank line after its headers");
            }
            parts.add(new Part(
                    wire.substring(position + 2, blank).toLowerCase(Locale.ROOT), wire.substring(blank + 4, end)));
            position = end + 2 + delimiter.length();
        }
        if (!wire.startsWith("--", position)) {
            throw new UnreadableReplyException("the answer lacks the closing boundary");
        }
        return parts;
    }

    private static byte[] withCrLf(byte[] body) {
        byte[] extended = Arrays.copyOf(body, body.length + 2);
        extended[body.length] = '\r';
        extended[body.length + 1] = '\n';
        return extended;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void put(ByteArrayOutputStream out, byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }
}
