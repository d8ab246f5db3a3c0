package opencmg.client.message;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Compresses and decompresses zlib streams (RFC 1950); at most 4 MiB decompressed. */
final class Zlib {

    private static final int MAX_BYTES = 4 << 20;

    private Zlib() {}

    static byte[] compress(byte[] plain) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[4096];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    static byte[] decompress(byte[] stream) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stream);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[4096];
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new UnreadableReplyException("the zlib stream of the body ends too early");
                }
                out.write(chunk, 0, count);
                if (out.size() > MAX_BYTES) {
                    throw new UnreadableReplyException("the body inflates to more than " + MAX_BYTES + " bytes");
                }
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new UnreadableReplyException("the body is no zlib stream", e);
        } finally {
            inflater.end();
        }
    }
}
