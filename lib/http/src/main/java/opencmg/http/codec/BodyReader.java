package opencmg.http.codec;

import io.netty.buffer.ByteBuf;
import opencmg.http.Framing;
import opencmg.http.HttpSyntaxException;

/** Tells which of the bytes that come belong to a body (RFC 9112 sections 6 and 7.1). Extensions of chunks and trailers are dropped. */
public final class BodyReader {

    private static final int SIZE_LINE = 8 << 10;
    private static final int TRAILERS = 64 << 10;
    /** Hexadecimal digits of a chunk's size. */
    private static final int MOST_DIGITS = 15;

    private final LineReader lines;
    private Part part = Part.OVER;
    private boolean chunked;
    private long left;

    /** What the next byte is. */
    private enum Part {
        CONTENT,
        SIZE,
        END_OF_CHUNK,
        TRAILER,
        TO_THE_CLOSE,
        OVER
    }

    public BodyReader(LineReader lines) {
        this.lines = lines;
    }

    /** A body begins whose length {@link Framing} has told. */
    public void begin(long length) {
        chunked = length == Framing.CHUNKED;
        left = Math.max(0, length);
        part = chunked ? Part.SIZE : length == Framing.UNSAID ? Part.TO_THE_CLOSE : Part.CONTENT;
    }

    /** How many bytes of the body are next in line; 0 when more must come, or none will. They count as taken. */
    public int take(ByteBuf in) throws HttpSyntaxException {
        while (part != Part.OVER) {
            switch (part) {
                case TO_THE_CLOSE -> {
                    return in.readableBytes();
                }
                case CONTENT -> {
                    if (left > 0) {
                        int taken = (int) Math.min(left, in.readableBytes());
                        left -= taken;
                        part = left > 0 || chunked ? Part.CONTENT : Part.OVER;
                        return taken;
                    }
                    part = chunked ? Part.END_OF_CHUNK : Part.OVER;
                }
                default -> {
                    if (!line(in)) {
                        return 0;
                    }
                }
            }
        }
        return 0;
    }

    /** Whether all of it has been taken. */
    public boolean isOver() {
        return part == Part.OVER;
    }

    /** Whether the close of the connection is its proper end. */
    public boolean endsWithTheConnection() {
        return part == Part.TO_THE_CLOSE;
    }

    /** Takes the next line around the chunks, when it is there. */
    private boolean line(ByteBuf in) throws HttpSyntaxException {
        if (part == Part.TRAILER) {
            int length = lines.next(in, (int) left, "more than 64 KiB of trailers");
            left -= Math.max(0, length);
            part = length == 0 ? Part.OVER : Part.TRAILER;
            return length >= 0;
        }
        int length = lines.next(in, SIZE_LINE, "a chunk's size of more than 8 KiB");
        if (length < 0) {
            return false;
        }
        if (part == Part.END_OF_CHUNK) {
            if (length > 0) {
                throw new HttpSyntaxException("a chunk longer than its size");
            }
            part = Part.SIZE;
            return true;
        }
        left = size(lines.line(), length);
        part = left > 0 ? Part.CONTENT : Part.TRAILER;
        left = left > 0 ? left : TRAILERS;
        return true;
    }

    private static long size(byte[] line, int length) throws HttpSyntaxException {
        long size = 0;
        int digits = 0;
        while (digits < length && Character.digit(line[digits], 16) >= 0) {
            size = 16 * size + Character.digit(line[digits], 16);
            if (++digits > MOST_DIGITS) {
                throw new HttpSyntaxException("the size of a chunk with too many digits");
            }
        }
        int after = digits;
        while (after < length && (line[after] == ' ' || line[after] == '\t')) {
            after++;
        }
        if (digits == 0 || (after < length && line[after] != ';')) {
            throw new HttpSyntaxException("the size of a chunk that is no number");
        }
        for (int i = after; i < length; i++) {
            if (!Octets.is(Octets.VALUE, line[i] & 0xff)) {
                throw new HttpSyntaxException("a control character in the size of a chunk");
            }
        }
        return size;
    }
}
