package opencmg.connectionpoint.http1;

import io.netty.buffer.ByteBuf;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import opencmg.tunnel.FieldList;
import org.jspecify.annotations.Nullable;

/** Puts together the heads of answers (RFC 9112 sections 4 and 5), from as many pieces as they come in. */
final class HeadReader {

    private static final int STATUS_LINE = 8 << 10;
    private static final int FIELDS = 64 << 10;
    /** Up to the status: {@code HTTP/1.1 200}. */
    private static final int SHORTEST = 12;

    private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final LineReader lines;
    private @Nullable AnswerHead begun;
    private int left;

    HeadReader(LineReader lines) {
        this.lines = lines;
    }

    /** Takes what is there of a head, and gives it out when it is whole. */
    @Nullable
    AnswerHead read(ByteBuf in) throws MalformedAnswer {
        AnswerHead head = begun;
        if (head == null) {
            int length = lines.next(in, STATUS_LINE, "a status line of more than 8 KiB");
            if (length < 0) {
                return null;
            }
            head = statusLine(lines.line(), length);
            left = FIELDS;
        }
        for (int length = next(in); length != 0; length = next(in)) {
            if (length < 0) {
                begun = head;
                return null;
            }
            left -= length;
            field(lines.line(), length, head.fields());
        }
        begun = null;
        return head;
    }

    private int next(ByteBuf in) throws MalformedAnswer {
        return lines.next(in, left, "more than 64 KiB of header fields");
    }

    private static AnswerHead statusLine(byte[] line, int length) throws MalformedAnswer {
        boolean begins = length >= SHORTEST;
        for (int i = 0; begins && i < VERSION.length; i++) {
            begins = line[i] == VERSION[i];
        }
        if (!begins || (line[7] != '0' && line[7] != '1') || line[8] != ' ') {
            throw new MalformedAnswer("it does not begin with HTTP/1.1 or HTTP/1.0 and a status");
        }
        int status = 100 * digit(line[9]) + 10 * digit(line[10]) + digit(line[11]);
        if (status < 100 || status > 599 || (length > SHORTEST && line[SHORTEST] != ' ')) {
            throw new MalformedAnswer("a status that is not 100 to 599");
        }
        String phrase = length > SHORTEST ? text(line, SHORTEST + 1, length) : "";
        return new AnswerHead(line[7] - '0', status, phrase, new FieldList());
    }

    private static int digit(byte octet) throws MalformedAnswer {
        if (octet < '0' || octet > '9') {
            throw new MalformedAnswer("a status that is no number");
        }
        return octet - '0';
    }

    /** Folded lines, which begin with a blank, are refused like any other name that is none. */
    private static void field(byte[] line, int length, MultiMap fields) throws MalformedAnswer {
        int colon = 0;
        while (colon < length && Octets.is(Octets.TOKEN, line[colon] & 0xff)) {
            line[colon] = (byte) Octets.lower(line[colon]);
            colon++;
        }
        if (colon == 0 || colon == length || line[colon] != ':') {
            throw new MalformedAnswer("a header field without a proper name");
        }
        int from = colon + 1;
        int to = length;
        while (from < to && isBlank(line[from])) {
            from++;
        }
        while (from < to && isBlank(line[to - 1])) {
            to--;
        }
        fields.add(new String(line, 0, colon, StandardCharsets.ISO_8859_1), text(line, from, to));
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static String text(byte[] line, int from, int to) throws MalformedAnswer {
        for (int i = from; i < to; i++) {
            if (!Octets.is(Octets.VALUE, line[i] & 0xff)) {
                throw new MalformedAnswer("a control character in its head");
            }
        }
        return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
