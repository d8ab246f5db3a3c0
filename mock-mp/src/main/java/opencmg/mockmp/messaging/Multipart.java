package opencmg.mockmp.messaging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The multipart/mixed layer (protocol.md 2.2). Lenient where known clients differ: the boundary may stand in the header or only in the body, a part
 * may have no content-type, the closing boundary may be followed by CRLF or by nothing.
 */
final class Multipart {

    /** The fixed boundary of the product, in requests and replies. */
    static final String BOUNDARY = "aAbBcCdDv1234567890VxXyYzZ";

    private static final Pattern PARAMETER =
            Pattern.compile("boundary\\s*=\\s*(?:\"([^\"]+)\"|([^\\s;]+))", Pattern.CASE_INSENSITIVE);
    private static final int MOST_PARTS = 8;
    private static final int LONGEST_BOUNDARY = 70;
    private static final int LONGEST_PART_HEAD = 4096;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};

    /** One part: its content-type in lower case, empty if it has none, and exactly the bytes between blank line and boundary. */
    @SuppressWarnings("ArrayRecordComponent") // bytes of one request, handed on and never compared
    record Part(String contentType, byte[] content) {}

    private Multipart() {}

    static List<Part> parse(byte[] body, @Nullable String contentType) {
        byte[] delimiter = ("--" + boundary(body, contentType)).getBytes(StandardCharsets.US_ASCII);
        int at = find(body, delimiter, 0, body.length);
        if (at < 0) {
            throw new BadMessageException("no multipart boundary in the body");
        }
        List<Part> parts = new ArrayList<>();
        at += delimiter.length;
        while (!startsWith(body, at, new byte[] {'-', '-'})) {
            if (parts.size() == MOST_PARTS) {
                throw new BadMessageException("more than " + MOST_PARTS + " parts");
            }
            at = part(body, at, delimiter, parts);
        }
        return parts;
    }

    /** Reads the part whose delimiter ends at {@code at} and returns where the next delimiter ends. */
    private static int part(byte[] body, int at, byte[] delimiter, List<Part> parts) {
        if (!startsWith(body, at, CRLF)) {
            throw new BadMessageException("no line end after boundary " + (parts.size() + 1));
        }
        // From the CRLF of the boundary line, so that a part without any header line is found too.
        int blank = find(body, BLANK_LINE, at, Math.min(body.length, at + LONGEST_PART_HEAD));
        if (blank < 0) {
            throw new BadMessageException("part " + (parts.size() + 1) + " has no blank line after its headers");
        }
        int begin = blank + BLANK_LINE.length;
        // A part may be empty: then its closing CRLF is the second half of the blank line.
        int end = find(body, concat(CRLF, delimiter), begin - CRLF.length, body.length);
        if (end < 0) {
            throw new BadMessageException("part " + (parts.size() + 1) + " is not closed by a boundary");
        }
        parts.add(new Part(contentTypeOf(body, at, blank), Arrays.copyOfRange(body, Math.min(begin, end), end)));
        return end + CRLF.length + delimiter.length;
    }

    private static String contentTypeOf(byte[] body, int from, int to) {
        return new String(body, from, to - from, StandardCharsets.ISO_8859_1)
                .lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-type:"))
                .map(line -> line.substring("content-type:".length()).strip())
                .findFirst()
                .orElse("");
    }

    private static String boundary(byte[] body, @Nullable String contentType) {
        Matcher given = PARAMETER.matcher(contentType == null ? "" : contentType);
        if (given.find()) {
            String quoted = given.group(1);
            return checked(quoted == null ? given.group(2) : quoted);
        }
        int lineEnd = find(body, CRLF, 0, Math.min(body.length, LONGEST_BOUNDARY + 4));
        String firstLine = lineEnd < 0 ? "" : new String(body, 0, lineEnd, StandardCharsets.ISO_8859_1);
        return checked(firstLine.startsWith("--") ? firstLine.substring(2) : "");
    }

    private static String checked(@Nullable String boundary) {
        if (boundary == null || !boundary.matches("[\\x21-\\x7e ]{1," + LONGEST_BOUNDARY + "}")) {
            throw new BadMessageException("no usable multipart boundary");
        }
        return boundary;
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
        return at + prefix.length <= bytes.length
                && Arrays.equals(bytes, at, at + prefix.length, prefix, 0, prefix.length);
    }

    private static int find(byte[] bytes, byte[] wanted, int from, int to) {
        for (int i = Math.max(0, from); i <= to - wanted.length; i++) {
            if (bytes[i] == wanted[0] && startsWith(bytes, i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
