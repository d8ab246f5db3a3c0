package opencmg.http.codec;

import io.netty.buffer.ByteBuf;
import opencmg.http.HeadTooLargeException;
import opencmg.http.HttpSyntaxException;

/** Takes lines out of what has come. A line ends with CR LF and nothing else: a reader that takes LF alone sees other lines. */
public final class LineReader {

    private final Octets octets;
    private int looked;
    private byte[] line = {};

    public LineReader(Octets octets) {
        this.octets = octets;
    }

    /**
     * Takes the next line.
     *
     * @param most bytes of it
     * @param more than that: what it would be, for the message
     * @return its length, its bytes are then in {@link #line}; -1 while it is not whole
     */
    public int next(ByteBuf in, int most, String more) throws HttpSyntaxException {
        int start = in.readerIndex();
        int lineFeed = in.indexOf(start + looked, in.writerIndex(), (byte) '\n');
        int length = (lineFeed < 0 ? in.writerIndex() : lineFeed) - start - 1;
        if (length > most) {
            throw new HeadTooLargeException(more);
        }
        if (lineFeed < 0) {
            looked = length + 1;
            return -1;
        }
        if (length < 0 || in.getByte(lineFeed - 1) != '\r') {
            throw new HttpSyntaxException("a line that does not end with CR LF");
        }
        looked = 0;
        line = octets.room(length);
        in.readBytes(line, 0, length).skipBytes(2);
        return length;
    }

    /** Good until the next call of anything on the loop. */
    public byte[] line() {
        return line;
    }
}
