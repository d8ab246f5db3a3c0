package opencmg.gateway.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Map;
import opencmg.gateway.refusal.Reason;
import opencmg.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** What the head of a request says of its framing; stricter than the decoder, so that no hop behind can read it another way (RFC 9112 6). */
record RequestHead(long contentLength, boolean hasBody, boolean expectsContinue) {

    private static final int MOST_DIGITS = 18;

    /** @throws Refusal when the head is ambiguous or has too many fields */
    static RequestHead of(HttpServerRequest http, int mostFields) {
        MultiMap headers = http.headers();
        checkCount(headers, mostFields);
        boolean chunked = isChunked(http, headers);
        long length = lengthOf(headers.get("content-length"));
        if (http.version() == HttpVersion.HTTP_1_1 && headers.getAll("host").size() != 1) {
            throw malformed("HTTP/1.1 takes exactly one Host field");
        }
        return new RequestHead(chunked ? -1 : length, chunked || length > 0, expectsContinue(headers));
    }

    /** Reads what it can from a head that was refused: enough to know whether bytes may follow. */
    static RequestHead lenient(HttpServerRequest http) {
        MultiMap headers = http.headers();
        boolean framed = headers.contains("transfer-encoding") || headers.contains("content-length");
        return new RequestHead(-1, framed, expectsContinue(headers));
    }

    /** Servers inside have a limit of their own, often of a hundred, and answer without a word of explanation. */
    private static void checkCount(MultiMap headers, int most) {
        int fields = 0;
        for (Map.Entry<String, String> ignored : headers) {
            fields++;
        }
        if (fields > most) {
            throw new Refusal(
                    Reason.HEADER_TOO_LARGE, "the head has " + fields + " fields, limits.headerFields is " + most);
        }
    }

    private static boolean isChunked(HttpServerRequest http, MultiMap headers) {
        List<String> codings = headers.getAll("transfer-encoding");
        if (codings.isEmpty()) {
            return false;
        }
        if (codings.size() > 1
                || !codings.get(0).strip().equalsIgnoreCase("chunked")
                || http.version() != HttpVersion.HTTP_1_1) {
            throw malformed("Transfer-Encoding may be chunked, once, and with HTTP/1.1 only");
        }
        return true;
    }

    private static long lengthOf(@Nullable String field) {
        if (field == null) {
            return -1;
        }
        long length = digits(field.strip());
        if (length < 0) {
            throw malformed("Content-Length is not a number");
        }
        return length;
    }

    /** A number of digits alone, as lengths are written; -1 for anything else. */
    static long digits(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            value = value * 10 + (digit - '0');
        }
        return value;
    }

    private static boolean expectsContinue(MultiMap headers) {
        return "100-continue".equalsIgnoreCase(headers.get("expect"));
    }

    private static Refusal malformed(String why) {
        return new Refusal(Reason.REQUEST_MALFORMED, why, why);
    }
}
