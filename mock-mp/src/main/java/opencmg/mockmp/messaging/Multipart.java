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
 * Parses multipart/mixed (protocol.md 2.2). Lenient where known clients differ: the boundary may be in the header or only in the body, a part may have
 * no content-type, and the closing boundary may be followed by CRLF or by nothing.
 */
final class Multipart {

    /** The fixed boundary of the product, in requests and replies. */
    static final String BOUNDARY = "aAbBcCdDv1234567890VxXyYzZ";

    private static final Pattern PARAMETER =
            Pattern.compile("boundary\\s*=\\s*(?:\"([^\"]+)\"|([^\\s;]+))", Pattern.CASE_INSENSITIVE);
    private static final int MAX_PARTS = 8;
    private static final int MAX_BOUNDARY_LENGTH = 70;
    private static final int MAX_PART_HEADER_BYTES = 4096;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};

    /** One part: its content-type in lower case, empty if absent, and exactly the bytes between the blank line and the boundary. */
    @SuppressWarnings("ArrayRecordComponent") // bytes of one request, passed on and never compared
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
            if (parts.size() == MAX_PARTS) {
                throw new BadMessageException("more than " + MAX_PARTS + " parts");
            }
            at = parsePart(body, at, delimiter, parts);
        }
        return parts;
    }

    /** Parses the part after the delimiter that ends at {@code at}; returns where the next delimiter ends. */
    private static int parsePart(byte[] body, int at, byte[] delimiter, List<Part> parts) {
        if (!startsWith(body, at, CRLF)) {
            throw new BadMessageException("no line end after boundary " + (parts.size() + 1));
        }
        // Search from the CRLF of the boundary line, so that a part without header lines is found too.
        int blank = find(body, BLANK_LINE, at, Math.min(body.length, at + MAX_PART_HEADER_BYTES));
        if (blank < 0) {
            throw new BadMessageException("part " + (parts.size() + 1) + " has no blank line after its headers");
        }
        int begin = blank + BLANK_LINE.length;
        // In an empty part, the closing CRLF is the second half of the blank line.
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
        Matcher parameter = PARAMETER.matcher(contentType == null ? "" : contentType);
        if (parameter.find()) {
            String quoted = parameter.group(1);
            return validate(quoted == null ? parameter.group(2) : quoted);
        }
        int lineEnd = find(body, CRLF, 0, Math.min(body.length, MAX_BOUNDARY_LENGTH + 4));
        String firstLine = lineEnd < 0 ? "" : new String(body, 0, lineEnd, StandardCharsets.ISO_8859_1);
        return validate(firstLine.startsWith("--") ? firstLine.substring(2) : "");
    }

    private static String validate(@Nullable String boundary) {
        if (boundary == null || !boundary.matches("[\\x21-\\x7e ]{1," + MAX_BOUNDARY_LENGTH + "}")) {
            throw new BadMessageException("no usable multipart boundary");
        }
        return boundary;
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
        return at + prefix.length <= bytes.length
                && Arrays.equals(bytes, at, at + prefix.length, prefix, 0, prefix.length);
    }

    private static int find(byte[] bytes, byte[] pattern, int from, int to) {
        for (int i = Math.max(0, from); i <= to - pattern.length; i++) {
            if (bytes[i] == pattern[0] && startsWith(bytes, i, pattern)) {
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
