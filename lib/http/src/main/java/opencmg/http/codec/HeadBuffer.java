package opencmg.http.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import opencmg.http.UnwritableHeadException;

/**
 * Puts a head into bytes, one after the other in an array that the loop keeps. Every character is looked at here, whoever looked before: what could
 * end a line, a name or the head early never leaves.
 */
public final class HeadBuffer {

    private static final byte[] COLON = ascii(": ");
    private static final byte[] LINE_END = ascii("\r\n");

    /** Characters from which on a copy pays. */
    private static final int WORTH_COPYING = 32;

    private final Octets octets;
    private int end;

    public HeadBuffer(Octets octets) {
        this.octets = octets;
    }

    /** Forgets what was there before. */
    public void begin() {
        end = 0;
    }

    /**
     * Text of one kind of octets.
     *
     * @throws UnwritableHeadException when it is empty or has a character of another kind
     */
    public void text(String text, int kind) {
        int length = text.length();
        if (length == 0) {
            throw new UnwritableHeadException("nothing where something must stand");
        }
        if (kind == Octets.VALUE && length >= WORTH_COPYING) {
            value(text);
            return;
        }
        byte[] to = octets.room(end + length);
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            if (!Octets.is(kind, character)) {
                throw forbidden();
            }
            to[end + i] = (byte) character;
        }
        end += length;
    }

    /** Makes octets of all characters, then looks at those. What is no octet becomes another character on the way, and that shows in what is read back. */
    private void value(String text) {
        byte[] made = text.getBytes(StandardCharsets.ISO_8859_1);
        if (!Octets.areValue(made, 0, made.length) || !text.equals(new String(made, StandardCharsets.ISO_8859_1))) {
            throw forbidden();
        }
        bytes(made);
    }

    private static UnwritableHeadException forbidden() {
        return new UnwritableHeadException("a character that HTTP/1.1 does not allow");
    }

    /** As they are. */
    public void bytes(byte[] some) {
        System.arraycopy(some, 0, octets.room(end + some.length), end, some.length);
        end += some.length;
    }

    /** One octet as it is. */
    public void octet(int one) {
        octets.room(end + 1)[end++] = (byte) one;
    }

    /**
     * A header field with the end of its line.
     *
     * @throws UnwritableHeadException when a character of it is not allowed
     */
    public void field(String name, String value) {
        text(name, Octets.TOKEN);
        bytes(COLON);
        if (!value.isEmpty()) {
            text(value, Octets.VALUE);
        }
        bytes(LINE_END);
    }

    /** The end of a line, or of the head. */
    public void lineEnd() {
        bytes(LINE_END);
    }

    /** In bytes, so far. */
    public int length() {
        return end;
    }

    /** Appends them all. */
    public void writeTo(ByteBuf out) {
        out.writeBytes(octets.room(end), 0, end);
    }

    /** US-ASCII, for what never changes. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
