package opencmg.mockmp.messaging;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** UTF-16 as Windows writes it: little-endian, with or without byte order mark, ended by NUL characters that are no part of the text. */
public final class Utf16 {

    private static final byte[] LITTLE = {(byte) 0xFF, (byte) 0xFE};

    private Utf16() {}

    /**
     * Text without byte order mark and trailing NULs.
     *
     * @throws BadMessageException when the bytes are not UTF-16
     */
    public static String text(byte[] bytes) {
        return text(bytes, 0, bytes.length);
    }

    /** The same of a part of the bytes. */
    static String text(byte[] bytes, int from, int to) {
        boolean marked = to - from > 1;
        boolean big = marked && bytes[from] == (byte) 0xFE && bytes[from + 1] == (byte) 0xFF;
        boolean little = marked && bytes[from] == LITTLE[0] && bytes[from + 1] == LITTLE[1];
        int begin = big || little ? from + 2 : from;
        int end = to;
        while (end - 2 >= begin && bytes[end - 1] == 0 && bytes[end - 2] == 0) {
            end -= 2;
        }
        return decode(bytes, begin, end, big ? UTF_16BE : UTF_16LE);
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

    /** Little-endian with a byte order mark in front. */
    public static byte[] withMark(String text) {
        return ("\uFEFF" + text).getBytes(UTF_16LE);
    }

    /** Little-endian with one NUL character behind: what signatures over names cover, and how a reply's XML ends. */
    public static byte[] withNul(String text) {
        return (text + "\0").getBytes(UTF_16LE);
    }
}
