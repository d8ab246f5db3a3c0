package opencmg.mockmp.messaging;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** zlib streams (RFC 1950) with a limit on what comes out. */
final class Zlib {

    private Zlib() {}

    /** Whether bytes begin as a zlib stream does: deflate with a window of 32 KiB, check bits right. No UTF-16LE text does. */
    static boolean looksLike(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == 0x78 && (((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF)) % 31 == 0;
    }

    /** How many bytes come out. Nothing is kept of them, so a bomb costs time alone, and not much: it ends at the limit. */
    static int size(byte[] bytes, int most) {
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
                if (size > most) {
                    throw new BadMessageException("the body inflates to more than " + most + " bytes");
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
     * Inflates what has been looked at before.
     *
     * @param size what {@link #size} has told
     */
    static byte[] inflate(byte[] bytes, int size) {
        byte[] out = new byte[size];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes);
            int done = 0;
            while (done < size) {
                int count = inflater.inflate(out, done, size - done);
                if (count == 0) {
                    throw new BadMessageException("the compressed body ends in the middle");
                }
                done += count;
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
