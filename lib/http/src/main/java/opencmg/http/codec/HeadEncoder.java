package opencmg.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.BiConsumer;
import opencmg.http.Framing;
import opencmg.http.RequestHead;
import opencmg.http.UnwritableHeadException;
import org.jspecify.annotations.Nullable;

/**
 * Encodes heads into an array that the event loop keeps, then into a buffer. Checks every character, whoever has checked it before: nothing that could end a
 * line, a name or the head early is ever sent. The fields that frame a body are written from numbers here and never copied.
 */
public final class HeadEncoder {

    private static final byte[] COLON = ascii(": ");
    private static final byte[] CRLF = ascii("\r\n");
    private static final byte[] HTTP_1_1 = ascii("HTTP/1.1 ");
    private static final byte[] VERSION_AND_HOST = ascii(" HTTP/1.1\r\nhost: ");
    private static final byte[] CONTENT_LENGTH = ascii("content-length: ");
    private static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
    private static final byte[] CLOSE = ascii("connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("connection: keep-alive\r\n");
    private static final ByteBuf CONTINUE = constant("HTTP/1.1 100 Continue\r\n\r\n");

    /** IMF-fixdate (RFC 9110 section 5.6.7). */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** From this length on, converting a value as a whole is cheaper than character by character. */
    private static final int BULK_LENGTH = 32;

    private final Octets octets;
    private final BiConsumer<String, String> responseField = this::writeResponseField;
    private final BiConsumer<String, String> requestField = this::writeRequestField;
    private int length;
    /** The cookies of the current request; null when it has none. */
    private @Nullable String cookies;
    /** Whether the current response has a Date. */
    private boolean dated;
    /** The second that {@link #date} names. */
    private long second = -1;
    /** The field of this second, so that no response formats it again. */
    private byte[] date = {};

    /** What a response says about its connection (RFC 9112 section 9.3). */
    public enum Persistence {
        /** Nothing: HTTP/1.1 keeps the connection open by default. */
        DEFAULT,
        /** An HTTP/1.0 client needs to be told that the connection stays open. */
        KEEP_ALIVE,
        CLOSE
    }

    public HeadEncoder(Octets octets) {
        this.octets = octets;
    }

    /**
     * The bytes of a request head (RFC 9112 section 3). The caller releases them.
     *
     * @param authority of the server, the value of {@code Host}
     * @throws UnwritableHeadException when HTTP/1.1 does not allow a character of it
     */
    public ByteBuf request(RequestHead head, String authority, ByteBufAllocator alloc) {
        length = 0;
        write(head.method(), Octets.TOKEN);
        write(' ');
        write(head.target(), Octets.TARGET);
        write(VERSION_AND_HOST);
        write(authority, Octets.TARGET);
        write(CRLF);
        cookies = null;
        head.fields().forEach(requestField);
        if (cookies != null) {
            writeField("cookie", cookies);
        }
        writeFraming(head.length());
        write(CRLF);
        return copyTo(alloc.buffer(length));
    }

    /**
     * The bytes of a response head (RFC 9112 section 4). The caller releases them. Without a Date among the fields it gets one (RFC 9110 section 6.6.1).
     *
     * @param bodyLength in bytes, {@link Framing#CHUNKED} or {@link Framing#UNSPECIFIED}
     * @param extraBytes free space at the end, in bytes
     * @throws UnwritableHeadException when HTTP/1.1 does not allow a character of it
     */
    public ByteBuf response(
            int status,
            String phrase,
            MultiMap fields,
            long bodyLength,
            Persistence persistence,
            int extraBytes,
            ByteBufAllocator alloc) {
        length = 0;
        write(HTTP_1_1);
        write(Integer.toString(status), Octets.TOKEN);
        write(' ');
        if (!phrase.isEmpty()) {
            write(phrase, Octets.VALUE);
        }
        write(CRLF);
        dated = false;
        fields.forEach(responseField);
        if (!dated) {
            writeDate();
        }
        writeFraming(bodyLength);
        switch (persistence) {
            case CLOSE -> write(CLOSE);
            case KEEP_ALIVE -> write(KEEP_ALIVE);
            case DEFAULT -> {}
        }
        write(CRLF);
        return copyTo(alloc.directBuffer(length + extraBytes));
    }

    /** The interim response that asks for the body (RFC 9110 section 15.2.1). */
    public static ByteBuf continueResponse() {
        return CONTINUE.duplicate();
    }

    private void writeFraming(long bodyLength) {
        if (bodyLength >= 0) {
            write(CONTENT_LENGTH);
            write(Long.toString(bodyLength), Octets.TOKEN);
            write(CRLF);
        } else if (bodyLength == Framing.CHUNKED) {
            write(CHUNKED);
        }
    }

    private void writeRequestField(String name, String value) {
        if (isWrittenByConnection(name)) {
            throw new UnwritableHeadException("a field that the connection alone writes");
        }
        if (name.length() == 6 && name.equalsIgnoreCase("cookie")) {
            cookies = cookies == null ? value : cookies + "; " + value; // HTTP/2 may split it (RFC 9113 section 8.2.3)
            return;
        }
        writeField(name, value);
    }

    private void writeResponseField(String name, String value) {
        if (name.length() == 4 && name.equalsIgnoreCase("date")) {
            dated = true;
        }
        writeField(name, value);
    }

    private void writeDate() {
        long now = System.currentTimeMillis() / 1000;
        if (now != second) {
            second = now;
            date = ascii("date: " + DATE.format(Instant.ofEpochSecond(now)) + "\r\n");
        }
        write(date);
    }

    /** By length first: comparing every name with all three took 4 % of the connection point's samples. */
    private static boolean isWrittenByConnection(String name) {
        return switch (name.length()) {
            case 4 -> name.equalsIgnoreCase("host");
            case 14 -> name.equalsIgnoreCase("content-length");
            case 17 -> name.equalsIgnoreCase("transfer-encoding");
            default -> false;
        };
    }

    /** field-line = field-name ":" OWS field-value OWS, and its CRLF (RFC 9112 section 5). */
    void writeField(String name, String value) {
        write(name, Octets.TOKEN);
        write(COLON);
        if (!value.isEmpty()) {
            write(value, Octets.VALUE);
        }
        write(CRLF);
    }

    // ------------------------------------------------------------------ characters

    /**
     * Writes text of one kind of octets.
     *
     * @throws UnwritableHeadException when it is empty or has a character of another kind
     */
    void write(String text, int kind) {
        int size = text.length();
        if (size == 0) {
            throw new UnwritableHeadException("nothing where something must stand");
        }
        if (kind == Octets.VALUE && size >= BULK_LENGTH) {
            writeLongValue(text);
            return;
        }
        byte[] to = octets.scratch(length + size);
        for (int i = 0; i < size; i++) {
            char character = text.charAt(i);
            if (!Octets.is(kind, character)) {
                throw forbiddenCharacter();
            }
            to[length + i] = (byte) character;
        }
        length += size;
    }

    /** Converts all characters to octets, then checks the octets. A character beyond ISO 8859-1 is replaced, so converting back shows a difference. */
    private void writeLongValue(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.ISO_8859_1);
        if (!Octets.areValue(encoded, 0, encoded.length)
                || !text.equals(new String(encoded, StandardCharsets.ISO_8859_1))) {
            throw forbiddenCharacter();
        }
        write(encoded);
    }

    private static UnwritableHeadException forbiddenCharacter() {
        return new UnwritableHeadException("a character that HTTP/1.1 does not allow");
    }

    private void write(byte[] constant) {
        System.arraycopy(constant, 0, octets.scratch(length + constant.length), length, constant.length);
        length += constant.length;
    }

    private void write(char constant) {
        octets.scratch(length + 1)[length++] = (byte) constant;
    }

    ByteBuf copyTo(ByteBuf out) {
        return out.writeBytes(octets.scratch(length), 0, length);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A buffer that is never released, to be sent as a duplicate. */
    static ByteBuf constant(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(ascii(text)))
                .asReadOnly();
    }
}
