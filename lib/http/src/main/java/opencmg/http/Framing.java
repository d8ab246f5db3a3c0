package opencmg.http;

import io.vertx.core.MultiMap;
import java.util.List;

/**
 * Where a message ends, and whether its connection survives it (RFC 9112 sections 6 and 9.3). Stricter than the RFC: fields from which two readers could
 * derive different body lengths make the message malformed.
 */
public final class Framing {

    /** Body length: unknown in advance, sent in chunks. */
    public static final long CHUNKED = -1;

    /** Body length: no field gives one. Such a request has no body; such a response ends with the connection. */
    public static final long UNSPECIFIED = -2;

    /** 10^18 bytes are more than any disk holds, and far from an overflow. */
    private static final int MAX_DIGITS = 18;

    private Framing() {}

    /**
     * The length of the body that a head announces (RFC 9112 section 6.3): bytes, {@link #CHUNKED} or {@link #UNSPECIFIED}.
     *
     * @param minorVersion of HTTP/1: 0 or 1
     */
    public static long bodyLength(int minorVersion, MultiMap fields) throws HttpSyntaxException {
        List<String> lengths = fields.getAll("content-length");
        if (fields.contains("transfer-encoding")) {
            requireChunked(minorVersion, fields.getAll("transfer-encoding"), lengths);
            return CHUNKED;
        }
        if (lengths.isEmpty()) {
            return UNSPECIFIED;
        }
        // RFC 9112 section 6.3 rule 5 also allows identical repeated values; other readers may not, so they are refused
        // here
        if (lengths.size() > 1) {
            throw new HttpSyntaxException("more than one Content-Length");
        }
        long length = parseLength(lengths.get(0));
        if (length < 0) {
            throw new HttpSyntaxException("a Content-Length that is no number");
        }
        return length;
    }

    /** Transfer-Encoding: chunked alone (RFC 9112 section 6.1). Both fields together are request smuggling (section 6.3 rule 3). */
    private static void requireChunked(int minorVersion, List<String> codings, List<String> lengths)
            throws HttpSyntaxException {
        if (!lengths.isEmpty()) {
            throw new HttpSyntaxException("both Transfer-Encoding and Content-Length");
        }
        if (minorVersion == 0) {
            throw new HttpSyntaxException("a Transfer-Encoding with HTTP/1.0");
        }
        if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
            throw new HttpSyntaxException("a Transfer-Encoding that is not chunked alone");
        }
    }

    /** Content-Length = 1*DIGIT (RFC 9110 section 8.6); -1 for anything else, and for more than 18 digits. */
    public static long parseLength(String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** Whether the sender of these fields keeps the connection open after this exchange (RFC 9112 section 9.3). */
    static boolean keepsConnection(int minorVersion, MultiMap fields) {
        List<String> options = HeaderFields.connectionOptions(fields);
        return !options.contains("close") && (minorVersion > 0 || options.contains("keep-alive"));
    }
}
