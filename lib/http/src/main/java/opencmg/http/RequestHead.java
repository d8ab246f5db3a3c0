package opencmg.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What stands before a request's body.
 *
 * @param method a token as received
 * @param target as received, without blanks and control characters
 * @param minorVersion of HTTP/1: 0 or 1
 * @param fields names in lower case
 * @param length of the body in bytes, {@link Framing#CHUNKED} or {@link Framing#UNSAID}
 */
public record RequestHead(String method, String target, int minorVersion, HeaderFields fields, long length) {

    /** For what could not be read at all. */
    public static final RequestHead NONE = new RequestHead("", "", 1, new HeaderFields(), Framing.UNSAID);

    public boolean hasBody() {
        return length > 0 || length == Framing.CHUNKED;
    }

    /** In bytes, -1 when it is not told. */
    public long contentLength() {
        return Math.max(-1, length);
    }

    /** Whether the client waits for a word before it sends its body (RFC 9110 section 10.1.1). */
    public boolean expectsContinue() {
        return minorVersion > 0 && "100-continue".equalsIgnoreCase(fields.get("expect"));
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }

    /** Whether the client lets the connection go on (RFC 9112 section 9.3). */
    public boolean keepsConnection() {
        if (!fields.contains("connection")) {
            return minorVersion > 0;
        }
        List<String> options = Arrays.stream(
                        String.join(",", fields.getAll("connection")).split(",", -1))
                .map(option -> option.strip().toLowerCase(Locale.ROOT))
                .toList();
        return !options.contains("close") && (minorVersion > 0 || options.contains("keep-alive"));
    }
}
