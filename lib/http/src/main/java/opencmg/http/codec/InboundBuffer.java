package opencmg.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import opencmg.http.HttpSyntaxException;

/** The bytes of one connection that have been received and not decoded yet, or that nobody has asked for yet. The decoders of the connection share it. */
public final class InboundBuffer {

    /** Result of {@link #readLine}: the end of the line has not been received yet. */
    public static final int INCOMPLETE = -1;

    /** Result of {@link #readLine}: the line is longer than allowed, whether its end has been received or not. */
    public static final int TOO_LONG = -2;

    private final Octets octets;
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    /** Bytes from the reader index on in which there is no line feed. */
    private int scanned;

    private byte[] line = {};

    public InboundBuffer(Octets octets) {
        this.octets = octets;
    }

    /** Takes ownership of received bytes. */
    public void append(ByteBufAllocator alloc, ByteBuf more) {
        bytes = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(alloc, bytes, more);
    }

    /** To be read from at once; another call may replace the buffer. */
    public ByteBuf bytes() {
        return bytes;
    }

    public boolean isReadable() {
        return bytes.isReadable();
    }

    /**
     * Takes the next line. A line ends with CR LF and nothing else (RFC 9112 section 2.2 also lets a reader accept LF alone; such a reader sees other lines
     * than one that does not).
     *
     * @return its length without CR LF, and its bytes are in {@link #line}; or {@link #INCOMPLETE} or {@link #TOO_LONG}
     */
    public int readLine(int maxBytes) throws HttpSyntaxException {
        int start = bytes.readerIndex();
        int lineFeed = bytes.indexOf(start + scanned, bytes.writerIndex(), (byte) '\n');
        int length = (lineFeed < 0 ? bytes.writerIndex() : lineFeed) - start - 1;
        if (length > maxBytes) {
            return TOO_LONG;
        }
        if (lineFeed < 0) {
            scanned = length + 1;
            return INCOMPLETE;
        }
        if (length < 0 || bytes.getByte(lineFeed - 1) != '\r') {
            throw new HttpSyntaxException("a line that does not end with CR LF");
        }
        scanned = 0;
        line = octets.scratch(length);
        bytes.readBytes(line, 0, length).skipBytes(2);
        return length;
    }

    /** The bytes of the last line, valid until the next use of the loop's {@link Octets}. */
    public byte[] line() {
        return line;
    }

    /** Frees what has been read; otherwise memory would grow for as long as every read of the socket ends in the middle of a line. */
    public void discardRead() {
        if (!bytes.isReadable()) {
            clear();
        } else if (bytes.refCnt() == 1) { // body chunks that are still in use are slices of it and must not move
            bytes.discardSomeReadBytes();
        }
    }

    /** Drops everything. */
    public void clear() {
        bytes.release();
        bytes = Unpooled.EMPTY_BUFFER;
        scanned = 0;
    }
}
