package opencmg.connectionpoint.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Puts a request's head into bytes. Every character is looked at here, whoever looked before: what could end a line, a name or the head early
 * never leaves, and of the fields that say where a body ends there is one, written from a number.
 */
final class HeadWriter {

    private static final byte[] VERSION_AND_HOST = ascii(" HTTP/1.1\r\nhost: ");
    private static final byte[] CONTENT_LENGTH = ascii("content-length: ");
    private static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
    private static final byte[] COLON = ascii(": ");
    private static final byte[] LINE_END = ascii("\r\n");

    private final Octets octets;
    private final BiConsumer<String, String> field = this::field;
    private int end;

    HeadWriter(Octets octets) {
        this.octets = octets;
    }

    /**
     * The bytes of a head, to be released by whoever sends them.
     *
     * @param authority of the server, as {@code Host} names it
     * @throws UnwritableHead when there is a character in it that HTTP/1.1 does not allow
     */
    ByteBuf write(RequestHead head, String authority, ByteBufAllocator buffers) {
        end = 0;
        text(head.method(), Octets.TOKEN);
        octets.room(end + 1)[end++] = ' ';
        text(head.target(), Octets.TARGET);
        bytes(VERSION_AND_HOST);
        text(authority, Octets.TARGET);
        bytes(LINE_END);
        head.fields().forEach(field);
        if (head.length() >= 0) {
            bytes(CONTENT_LENGTH);
            text(Long.toString(head.length()), Octets.TARGET);
            bytes(LINE_END);
        } else if (head.length() == RequestHead.CHUNKED) {
            bytes(CHUNKED);
        }
        bytes(LINE_END);
        return buffers.buffer(end).writeBytes(octets.room(end), 0, end);
    }

    private void field(String name, String value) {
        if (name.equalsIgnoreCase("content-length")
                || name.equalsIgnoreCase("transfer-encoding")
                || name.equalsIgnoreCase("host")) {
            throw new UnwritableHead("a field that the connection alone writes");
        }
        text(name, Octets.TOKEN);
        bytes(COLON);
        if (!value.isEmpty()) {
            text(value, Octets.VALUE);
        }
        bytes(LINE_END);
    }

    private void text(String text, int kind) {
        int length = text.length();
        if (length == 0) {
            throw new UnwritableHead("nothing where something must stand");
        }
        byte[] to = octets.room(end + length);
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            if (!Octets.is(kind, character)) {
                throw new UnwritableHead("a character that HTTP/1.1 does not allow");
            }
            to[end + i] = (byte) character;
        }
        end += length;
    }

    private void bytes(byte[] some) {
        System.arraycopy(some, 0, octets.room(end + some.length), end, some.length);
        end += some.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
