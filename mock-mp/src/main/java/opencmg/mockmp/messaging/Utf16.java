package opencmg.mockmp.messaging;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** UTF-16 as Windows writes it: little-endian, with or without a byte order mark, terminated by NUL characters that do not belong to the text. */
public final class Utf16 {

    private static final byte[] LITTLE_ENDIAN_MARK = {(byte) 0xFF, (byte) 0xFE};

    private Utf16() {}

    /**
     * Decodes text; drops a byte order mark and trailing NULs.
     *
     * @throws BadMessageException when the bytes are not UTF-16
     */
    public static String text(byte[] bytes) {
        return text(bytes, 0, bytes.length);
    }

    /** Decodes a range of the bytes. */
    static String text(byte[] bytes, int from, int to) {
        boolean hasMark = to - from > 1;
        boolean bigEndian = hasMark && bytes[from] == (byte) 0xFE && bytes[from + 1] == (byte) 0xFF;
        boolean littleEndian =
                hasMark && bytes[from] == LITTLE_ENDIAN_MARK[0] && bytes[from + 1] == LITTLE_ENDIAN_MARK[1];
        int begin = bigEndian || littleEndian ? from + 2 : from;
        int end = to;
        while (end - 2 >= begin && bytes[end - 1] == 0 && bytes[end - 2] == 0) {
            end -= 2;
        }
        return decode(bytes, begin, end, bigEndian ? UTF_16BE : UTF_16LE);
    }

    private static String decode(byte[] bytes, int begin, int end, Charset charset) {
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, begin, end - begin))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadMessageException("the text is not UTF-16");
        }
    }

    /** Encodes text in little-endian with a leading byte order mark. */
    public static byte[] withByteOrderMark(String text) {
        return ("\uFEFF" + text).getBytes(UTF_16LE);
    }

    /** Encodes text in little-endian with one trailing NUL: the form that signatures over names cover, and the end of the XML in replies. */
    public static byte[] withNul(String text) {
        return (text + "\0").getBytes(UTF_16LE);
    }
}
