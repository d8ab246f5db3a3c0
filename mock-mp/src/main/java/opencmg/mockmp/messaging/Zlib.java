package opencmg.mockmp.messaging;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** zlib streams (RFC 1950), with a limit on the decompressed size. */
final class Zlib {

    private Zlib() {}

    /** Whether bytes begin like a zlib stream: deflate with a window of 32 KiB and valid check bits. UTF-16LE text of XML never does. */
    static boolean looksLike(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == 0x78 && (((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF)) % 31 == 0;
    }

    /** Computes the decompressed size without keeping the output, so a zlib bomb costs only a little time: decompression stops at the limit. */
    static int inflatedSize(byte[] bytes, int maxBytes) {
        byte[] chunk = new byte[8192];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes);
            int size = 0;
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if (count == 0 && !inflater.finished()) {
                    throw new BadMessageException("the compressed body ends in the middle");
                }
                size += count;
                if (size > maxBytes) {
                    throw new BadMessageException("the body inflates to more than " + maxBytes + " bytes");
                }
            }
            return size;
        } catch (DataFormatException e) {
            throw new BadMessageException("the body is not a zlib stream");
        } finally {
            inflater.end();
        }
    }

    /**
     * Decompresses a stream.
     *
     * @param size result of {@link #inflatedSize}
     */
    static byte[] inflate(byte[] bytes, int size) {
        byte[] out = new byte[size];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes);
            int offset = 0;
            while (offset < size) {
                int count = inflater.inflate(out, offset, size - offset);
                if (count == 0) {
                    throw new BadMessageException("the compressed body ends in the middle");
                }
                offset += count;
            }
            return out;
        } catch (DataFormatException e) {
            throw new BadMessageException("the body is not a zlib stream");
        } finally {
            inflater.end();
        }
    }

    static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
            byte[] chunk = new byte[4096];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }
}
