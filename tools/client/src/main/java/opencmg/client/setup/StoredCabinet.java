package opencmg.client.setup;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the first file of an uncompressed cabinet (Microsoft's published cabinet format). */
final class StoredCabinet {

    private static final int SIGNATURE = 0x4643534D; // MSCF
    private static final int FIRST_FILE_AT = 16;
    private static final int FIRST_FOLDER_AT = 36;
    private static final int MAX_BYTES = 4 << 20;

    private StoredCabinet() {}

    /**
     * The content of the first file.
     *
     * @throws IllegalArgumentException if it is not a cabinet, is compressed, or its first file has another name
     */
    static byte[] firstFile(byte[] cabinet, String name) {
        ByteBuffer in = ByteBuffer.wrap(cabinet).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (in.getInt(0) != SIGNATURE) {
                throw new IllegalArgumentException("the file is no cabinet: it does not begin with MSCF");
            }
            int fileAt = in.getInt(FIRST_FILE_AT);
            String found = name(cabinet, fileAt + 16);
            if (!found.equalsIgnoreCase(name)) {
                throw new IllegalArgumentException("the cabinet holds '" + found + "' in place of " + name);
            }
            if (in.getShort(FIRST_FOLDER_AT + 6) != 0) {
                throw new IllegalArgumentException("the cabinet is compressed, which this client does not read");
            }
            return blocks(in, in.getInt(FIRST_FOLDER_AT), in.getShort(FIRST_FOLDER_AT + 4), in.getInt(fileAt));
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the cabinet ends too early", e);
        }
    }

    private static byte[] blocks(ByteBuffer in, int at, int count, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        in.position(at);
        for (int block = 0; block < count && out.size() <= MAX_BYTES; block++) {
            in.getInt(); // checksum; not verified, 0 means none
            byte[] content = new byte[Short.toUnsignedInt(in.getShort())];
            in.getShort(); // uncompressed size, here the same
            in.get(content);
            out.writeBytes(content);
        }
        if (size < 0 || out.size() < size) {
            throw new IllegalArgumentException("the cabinet holds less than its file has");
        }
        return Arrays.copyOf(out.toByteArray(), size);
    }

    private static String name(byte[] cabinet, int from) {
        int end = from;
        while (cabinet[end] != 0) {
            end++;
        }
        return new String(cabinet, from, end - from, StandardCharsets.UTF_8);
    }
}
