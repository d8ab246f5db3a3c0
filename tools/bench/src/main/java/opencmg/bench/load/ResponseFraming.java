package opencmg.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Finds the end of HTTP/1.1 answers that have a length (RFC 9112 6.3), one at a time. Anything else is a fault of the measurement. Works on octets and
 * in one array per connection: what the load client spends is missing on the side that it measures.
 */
final class ResponseFraming {

    private static final int MAX_HEAD_BYTES = 64 << 10;
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = 9;
    private static final int STATUS_DIGITS = 3;

    private byte[] head = new byte[2048];
    private int filled;
    private boolean inBody;
    private long missing;
    private int status;

    /**
     * Reads all of what has arrived.
     *
     * @return whether this was the end of an answer
     * @throws IllegalStateException for an answer without a length, and for bytes behind its end
     */
    boolean ends(ByteBuf bytes) {
        int arrived = bytes.readableBytes();
        if (inBody) {
            bytes.skipBytes(arrived);
            return bodyEnds(arrived);
        }
        if (filled + arrived > head.length) {
            head = Arrays.copyOf(head, 2 * (filled + arrived));
        }
        bytes.readBytes(head, filled, arrived);
        int searched = Math.max(0, filled - END.length + 1);
        filled += arrived;
        int end = find(END, searched, filled);
        if (end < 0) {
            if (filled > MAX_HEAD_BYTES) {
                throw new IllegalStateException("the head of an answer has no end");
            }
            return false;
        }
        int behind = filled - end - END.length;
        filled = 0;
        read(end);
        inBody = true;
        return bodyEnds(behind);
    }

    private void read(int end) {
        status = (int) number(STATUS_AT, STATUS_AT + STATUS_DIGITS);
        int at = find(LENGTH, 0, end);
        if (at < 0) {
            throw new IllegalStateException("an answer without Content-Length: "
                    + new String(head, 0, Math.min(end, 80), StandardCharsets.ISO_8859_1)
                            .lines()
                            .findFirst()
                            .orElse(""));
        }
        int from = at + LENGTH.length;
        while (from < end && head[from] == ' ') {
            from++;
        }
        int to = from;
        while (to < end && head[to] > ' ') {
            to++;
        }
        missing = number(from, to);
    }

    private long number(int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = head[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new IllegalStateException(String.format(Locale.ROOT, "octet 0x%02x in a number", head[i]));
            }
            value = 10 * value + digit;
        }
        return value;
    }

    /** Where that text begins in the head, whatever the case of its letters; below 0 for nowhere. */
    private int find(byte[] lowerCase, int from, int to) {
        for (int start = from; start <= to - lowerCase.length; start++) {
            int same = 0;
            while (same < lowerCase.length && isSame(head[start + same], lowerCase[same])) {
                same++;
            }
            if (same == lowerCase.length) {
                return start;
            }
        }
        return -1;
    }

    private static boolean isSame(byte octet, byte lowerCase) {
        return octet == lowerCase || (octet >= 'A' && octet <= 'Z' && octet + ('a' - 'A') == lowerCase);
    }

    private boolean bodyEnds(int arrived) {
        missing -= arrived;
        if (missing < 0) {
            throw new IllegalStateException(-missing + " bytes after the end of a response");
        }
        inBody = missing > 0;
        return missing == 0;
    }

    /** Of the last answer whose head has come. */
    int status() {
        return status;
    }
}
