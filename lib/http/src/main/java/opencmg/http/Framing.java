package opencmg.http;

import io.vertx.core.MultiMap;
import java.util.List;

/**
 * How long the body is that a head announces (RFC 9112 section 6). Stricter than the RFC: what two readers could take for bodies of different
 * lengths is no message at all.
 */
public final class Framing {

    /** A body in chunks. */
    public static final long CHUNKED = -1;

    /** Nothing is said: a request has no body, an answer's ends with the connection. */
    public static final long UNSAID = -2;

    /** More than any disk holds, and far from an overflow. */
    private static final int MOST_DIGITS = 18;

    private Framing() {}

    /**
     * Bytes, {@link #CHUNKED} or {@link #UNSAID}.
     *
     * @param minorVersion of HTTP/1: 0 or 1
     */
    public static long announced(int minorVersion, MultiMap fields) throws HttpSyntaxException {
        List<String> lengths = fields.getAll("content-length");
        if (fields.contains("transfer-encoding")) {
            return coded(minorVersion, fields.getAll("transfer-encoding"), lengths);
        }
        if (lengths.isEmpty()) {
            return UNSAID;
        }
        if (lengths.size() > 1) {
            throw new HttpSyntaxException("more than one Content-Length");
        }
        long length = digits(lengths.get(0));
        if (length < 0) {
            throw new HttpSyntaxException("a Content-Length that is no number");
        }
        return length;
    }

    private static long coded(int minorVersion, List<String> codings, List<String> lengths) throws HttpSyntaxException {
        if (!lengths.isEmpty()) {
            throw new HttpSyntaxException("both Transfer-Encoding and Content-Length");
        }
        if (minorVersion == 0) {
            throw new HttpSyntaxException("a Transfer-Encoding with HTTP/1.0");
        }
        if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
            throw new HttpSyntaxException("a Transfer-Encoding that is not chunked alone");
        }
        return CHUNKED;
    }

    /** A number of digits alone, as lengths are written; -1 for anything else. */
    public static long digits(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
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
}
