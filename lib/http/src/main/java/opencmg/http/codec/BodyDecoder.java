package opencmg.http.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import opencmg.http.Framing;
import opencmg.http.HeaderFields;
import opencmg.http.HttpSyntaxException;

/** Finds the bytes of a body among those received (RFC 9112 sections 6 and 7.1). Chunk extensions and trailers are checked and dropped. */
public final class BodyDecoder {

    private static final int MAX_SIZE_LINE = 8 << 10;
    private static final int MAX_TRAILERS = 64 << 10;
    /** Hexadecimal digits of a chunk size. */
    private static final int MAX_DIGITS = 15;

    private final InboundBuffer in;
    private State state = State.COMPLETE;
    private boolean chunked;
    /** Bytes that the body, the chunk or the trailers may still have. */
    private long remaining;

    /** What the next byte belongs to. */
    private enum State {
        CONTENT,
        CHUNK_SIZE,
        CHUNK_END,
        TRAILERS,
        UNTIL_CLOSE,
        COMPLETE
    }

    public BodyDecoder(InboundBuffer in) {
        this.in = in;
    }

    /** Starts a body of a length as {@link Framing} gives it. */
    public void begin(long length) {
        chunked = length == Framing.CHUNKED;
        remaining = Math.max(0, length);
        state = chunked ? State.CHUNK_SIZE : length == Framing.UNSPECIFIED ? State.UNTIL_CLOSE : State.CONTENT;
    }

    /**
     * The number of body bytes at the start of the buffer, which the caller must consume; 0 when more has to be received first, or when the body is complete.
     */
    public int take() throws HttpSyntaxException {
        while (state != State.COMPLETE) {
            switch (state) {
                case UNTIL_CLOSE -> {
                    return in.bytes().readableBytes();
                }
                case CONTENT -> {
                    if (remaining > 0) {
                        return takeContent(in.bytes());
                    }
                    state = chunked ? State.CHUNK_END : State.COMPLETE;
                }
                default -> {
                    if (!readLine()) {
                        return 0;
                    }
                }
            }
        }
        return 0;
    }

    private int takeContent(ByteBuf bytes) {
        int taken = (int) Math.min(remaining, bytes.readableBytes());
        remaining -= taken;
        state = remaining > 0 || chunked ? State.CONTENT : State.COMPLETE;
        return taken;
    }

    /** Whether the whole body has been taken. */
    public boolean isComplete() {
        return state == State.COMPLETE;
    }

    /** Whether the body ends when the server closes the connection (RFC 9112 section 6.3 rule 8). */
    public boolean endsWithConnection() {
        return state == State.UNTIL_CLOSE;
    }

    /** Reads the next line outside the chunks; false while it is incomplete. */
    private boolean readLine() throws HttpSyntaxException {
        boolean trailer = state == State.TRAILERS;
        int length = in.readLine(trailer ? (int) remaining : MAX_SIZE_LINE);
        if (length == InboundBuffer.INCOMPLETE) {
            return false;
        }
        if (length == InboundBuffer.TOO_LONG) {
            throw new HttpSyntaxException(
                    trailer ? "more than 64 KiB of trailers" : "a chunk's size of more than 8 KiB");
        }
        switch (state) {
            case TRAILERS -> { // trailer-section = *( field-line CRLF ), then CRLF (RFC 9112 section 7.1.2)
                remaining -= length;
                if (length == 0) {
                    state = State.COMPLETE;
                } else {
                    checkTrailer(in.line(), length);
                }
            }
            case CHUNK_END -> { // chunk = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
                if (length > 0) {
                    throw new HttpSyntaxException("a chunk longer than its size");
                }
                state = State.CHUNK_SIZE;
            }
            default -> beginChunk(chunkSize(in.line(), length));
        }
        return true;
    }

    /**
     * field-line = field-name ":" OWS field-value OWS. A field that frames or routes a message, or that belongs to one connection, may not be a trailer
     * (RFC 9110 section 6.5.1): a reader that takes it would see another message than one that does not.
     */
    private static void checkTrailer(byte[] line, int length) throws HttpSyntaxException {
        int colon = 0;
        while (colon < length && Octets.is(Octets.TOKEN, line[colon] & 0xff)) {
            line[colon] = (byte) Octets.toLowerCase(line[colon]);
            colon++;
        }
        if (colon == 0 || colon == length || line[colon] != ':') {
            throw new HttpSyntaxException("a trailer without a proper name");
        }
        if (!Octets.areValue(line, colon + 1, length)) {
            throw new HttpSyntaxException("a control character in a trailer");
        }
        if (HeaderFields.isForbiddenTrailer(new String(line, 0, colon, StandardCharsets.US_ASCII))) {
            throw new HttpSyntaxException("a trailer that is allowed in the head alone");
        }
    }

    /** last-chunk = 1*("0") [ chunk-ext ] CRLF */
    private void beginChunk(long size) {
        boolean last = size == 0;
        state = last ? State.TRAILERS : State.CONTENT;
        remaining = last ? MAX_TRAILERS : size;
    }

    /** chunk-size [ chunk-ext ]: 1*HEXDIG, then nothing or an extension that begins with a semicolon (RFC 9112 section 7.1.1). */
    private static long chunkSize(byte[] line, int length) throws HttpSyntaxException {
        long size = 0;
        int digits = 0;
        while (digits < length && Character.digit(line[digits], 16) >= 0) {
            size = 16 * size + Character.digit(line[digits], 16);
            if (++digits > MAX_DIGITS) {
                throw new HttpSyntaxException("the size of a chunk with too many digits");
            }
        }
        int extension = digits;
        while (extension < length && (line[extension] == ' ' || line[extension] == '\t')) { // BWS before the semicolon
            extension++;
        }
        if (digits == 0 || (extension == length ? extension > digits : line[extension] != ';')) {
            throw new HttpSyntaxException("the size of a chunk that is no number");
        }
        if (!Octets.areValue(line, extension, length)) {
            throw new HttpSyntaxException("a control character in the size of a chunk");
        }
        return size;
    }
}
