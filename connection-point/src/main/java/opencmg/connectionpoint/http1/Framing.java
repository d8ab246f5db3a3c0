package opencmg.connectionpoint.http1;

import io.vertx.core.MultiMap;
import java.util.List;

/**
 * How long an answer's body is (RFC 9112 section 6.3). Stricter than the RFC: what two readers could take for bodies of different lengths is
 * no answer at all.
 */
final class Framing {

    static final long CHUNKED = -1;
    static final long UNTIL_CLOSE = -2;

    /** More than any disk holds, and far from an overflow. */
    private static final int MOST_DIGITS = 18;

    private Framing() {}

    /** Bytes, {@link #CHUNKED} or {@link #UNTIL_CLOSE}. */
    static long of(AnswerHead head, boolean toHead) throws MalformedAnswer {
        long announced = announced(head.minorVersion(), head.fields());
        return toHead || head.status() == 204 || head.status() == 304 ? 0 : announced;
    }

    private static long announced(int minorVersion, MultiMap fields) throws MalformedAnswer {
        List<String> lengths = fields.getAll("content-length");
        if (fields.contains("transfer-encoding")) {
            return coded(minorVersion, fields.getAll("transfer-encoding"), lengths);
        }
        if (lengths.isEmpty()) {
            return UNTIL_CLOSE;
        }
        if (lengths.size() > 1) {
            throw new MalformedAnswer("more than one Content-Length");
        }
        return number(lengths.get(0));
    }

    private static long coded(int minorVersion, List<String> codings, List<String> lengths) throws MalformedAnswer {
        if (!lengths.isEmpty()) {
            throw new MalformedAnswer("both Transfer-Encoding and Content-Length");
        }
        if (minorVersion == 0) {
            throw new MalformedAnswer("Transfer-Encoding in an answer of HTTP/1.0");
        }
        if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
            throw new MalformedAnswer("a Transfer-Encoding that is not chunked alone");
        }
        return CHUNKED;
    }

    private static long number(String text) throws MalformedAnswer {
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
            throw new MalformedAnswer("a Content-Length that is no number");
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new MalformedAnswer("a Content-Length that is no number");
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
