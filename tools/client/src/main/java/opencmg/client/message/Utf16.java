package opencmg.client.message;

import java.nio.charset.StandardCharsets;

/** The text encoding of the product: UTF-16LE. */
final class Utf16 {

    private Utf16() {}

    /** Without byte order mark and terminator, as for signatures. */
    static byte[] encode(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    /** With a terminating NUL, as for bodies. */
    static byte[] encodeTerminated(String text) {
        return encode(text + '\0');
    }

    /** With byte order mark, as for the header part. */
    static byte[] encodeWithBom(String text) {
        return encode('\uFEFF' + text);
    }

    /** Decodes a header part, which must begin with the byte order mark. */
    static String decodeWithBom(byte[] bytes) {
        String text = decode(bytes);
        if (!text.startsWith("\uFEFF")) {
            throw new UnreadableReplyException("the header part does not begin with the byte order mark FF FE");
        }
        return text.substring(1);
    }

    /** Decodes a body. It must end with exactly one NUL, because existing clients drop the last character and parse the rest. */
    static String decodeTerminated(byte[] bytes) {
        String text = decode(bytes);
        if (text.indexOf('\0') != text.length() - 1) {
            throw new UnreadableReplyException("the body must end with exactly one NUL character and nothing after it");
        }
        String body = text.substring(0, text.length() - 1);
        return body.startsWith("\uFEFF") ? body.substring(1) : body;
    }

    private static String decode(byte[] bytes) {
        if (bytes.length % 2 != 0) {
            throw new UnreadableReplyException("UTF-16 text of " + bytes.length + " bytes, which is an odd number");
        }
        return new String(bytes, StandardCharsets.UTF_16LE);
    }
}
