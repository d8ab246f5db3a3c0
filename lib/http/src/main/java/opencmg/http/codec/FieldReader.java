package opencmg.http.codec;

import io.netty.buffer.ByteBuf;
import io.vertx.core.MultiMap;
import opencmg.http.HeadTooLargeException;
import opencmg.http.HttpSyntaxException;

/** Reads header fields up to the empty line behind them (RFC 9112 section 5), from as many pieces as they come in. */
public final class FieldReader {

    private final LineReader lines;
    private final Octets octets;
    private int left;

    public FieldReader(LineReader lines, Octets octets) {
        this.lines = lines;
        this.octets = octets;
    }

    /** Fields begin, of at most that many bytes. */
    public void begin(int mostBytes) {
        left = mostBytes;
    }

    /**
     * Adds what is there to the fields: names in lower case, values without the blanks around them.
     *
     * @return whether the empty line has come
     * @throws HeadTooLargeException when there are more bytes than allowed
     */
    public boolean read(ByteBuf in, MultiMap to) throws HttpSyntaxException {
        int length = next(in);
        while (length > 0) {
            left -= length;
            field(lines.line(), length, to);
            length = next(in);
        }
        return length == 0;
    }

    private int next(ByteBuf in) throws HttpSyntaxException {
        return lines.next(in, left, "more header fields than are taken");
    }

    /** Folded lines, which begin with a blank, are refused like any other name that is none. */
    private void field(byte[] line, int length, MultiMap fields) throws HttpSyntaxException {
        int colon = 0;
        int hash = 0;
        while (colon < length && Octets.is(Octets.TOKEN, line[colon] & 0xff)) {
            line[colon] = (byte) Octets.lower(line[colon]);
            hash = 31 * hash + line[colon];
            colon++;
        }
        if (colon == 0 || colon == length || line[colon] != ':') {
            throw new HttpSyntaxException("a header field without a proper name");
        }
        int from = colon + 1;
        int to = length;
        while (from < to && isBlank(line[from])) {
            from++;
        }
        while (from < to && isBlank(line[to - 1])) {
            to--;
        }
        fields.add(octets.name(line, colon, hash), Octets.text(line, from, to));
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
