package opencmg.client.message;

import java.nio.charset.StandardCharsets;

/** Text as the product sends it: UTF-16, little end first. */
final class Utf16 {

    private Utf16() {}

    /** Without byte order mark and without terminator: what signatures are made over. */
    static byte[] bare(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    /** With the NUL character that ends every body. */
    static byte[] terminated(String text) {
        return bare(text + '\0');
    }

    /** With byte order mark: the header part. */
    static byte[] marked(String text) {
        return bare('\uFEFF' + text);
    }

    /** A header part; the byte order mark must be there. */
    static String readMarked(byte[] bytes) {
        String text = read(bytes);
        if (!text.startsWith("\uFEFF")) {
            throw new UnreadableReplyException("the header part does not begin with the byte order mark FF FE");
        }
        return text.substring(1);
    }

    /** A body: exactly one NUL must end it, since existing clients cut off the last character and parse the rest. */
    static String readTerminated(byte[] bytes) {
        String text = read(bytes);
        if (text.indexOf('\0') != text.length() - 1) {
            throw new UnreadableReplyException(
                    "the body must end with exactly one NUL character and nothing behind it");
        }
        String body = text.substring(0, text.length() - 1);
        return body.startsWith("\uFEFF") ? body.substring(1) : body;
    }

    private static String read(byte[] bytes) {
        if (bytes.length % 2 != 0) {
            throw new UnreadableReplyException("UTF-16 text of " + bytes.length + " bytes, which is an odd number");
        }
        return new String(bytes, StandardCharsets.UTF_16LE);
    }
}
