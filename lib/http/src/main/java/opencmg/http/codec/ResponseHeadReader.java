package opencmg.http.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import opencmg.http.HeaderFields;
import opencmg.http.HttpSyntaxException;
import opencmg.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/** Puts together the heads of answers (RFC 9112 section 4), from as many pieces as they come in. */
public final class ResponseHeadReader {

    private static final int STATUS_LINE = 8 << 10;
    private static final int FIELDS = 64 << 10;
    /** Up to the status: {@code HTTP/1.1 200}. */
    private static final int SHORTEST = 12;

    private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final LineReader lines;
    private final FieldReader fields;
    private @Nullable ResponseHead begun;

    public ResponseHeadReader(LineReader lines, Octets octets) {
        this.lines = lines;
        this.fields = new FieldReader(lines, octets);
    }

    /** Takes what is there of a head, and gives it out when it is whole. */
    @Nullable
    public ResponseHead read(ByteBuf in) throws HttpSyntaxException {
        ResponseHead head = begun;
        if (head == null) {
            int length = lines.next(in, STATUS_LINE, "a status line of more than 8 KiB");
            if (length < 0) {
                return null;
            }
            head = statusLine(lines.line(), length);
            fields.begin(FIELDS);
        }
        boolean whole = fields.read(in, head.fields());
        begun = whole ? null : head;
        return whole ? head : null;
    }

    private static ResponseHead statusLine(byte[] line, int length) throws HttpSyntaxException {
        boolean begins = length >= SHORTEST;
        for (int i = 0; begins && i < VERSION.length; i++) {
            begins = line[i] == VERSION[i];
        }
        if (!begins || (line[7] != '0' && line[7] != '1') || line[8] != ' ') {
            throw new HttpSyntaxException("it does not begin with HTTP/1.1 or HTTP/1.0 and a status");
        }
        int status = 100 * digit(line[9]) + 10 * digit(line[10]) + digit(line[11]);
        if (status < 100 || status > 599 || (length > SHORTEST && line[SHORTEST] != ' ')) {
            throw new HttpSyntaxException("a status that is not 100 to 599");
        }
        String phrase = length > SHORTEST ? Octets.text(line, SHORTEST + 1, length) : "";
        return new ResponseHead(line[7] - '0', status, phrase, new HeaderFields());
    }

    private static int digit(byte octet) throws HttpSyntaxException {
        if (octet < '0' || octet > '9') {
            throw new HttpSyntaxException("a status that is no number");
        }
        return octet - '0';
    }
}
