package opencmg.mockmp.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes a cabinet with one uncompressed file, in Microsoft's published cabinet format: header, one folder, one file entry, data blocks of at most 32 KiB.
 * The checksums are zero, which the format defines as "not checked".
 */
final class Cabinet {

    private static final int HEADER = 36;
    private static final int FOLDER = 8;
    private static final int FILE_ENTRY = 16;
    private static final int BLOCK_HEADER = 8;
    private static final int BLOCK = 32768;
    private static final int ARCHIVE_AND_UTF8 = 0x20 | 0x80;
    private static final int DATE_2026_01_01 = (2026 - 1980) << 9 | 1 << 5 | 1;

    private Cabinet() {}

    static byte[] of(String fileName, byte[] content) {
        byte[] name = (fileName + "\0").getBytes(StandardCharsets.UTF_8);
        int blocks = (content.length + BLOCK - 1) / BLOCK;
        int entryOffset = HEADER + FOLDER;
        int dataOffset = entryOffset + FILE_ENTRY + name.length;
        int total = dataOffset + blocks * BLOCK_HEADER + content.length;
        ByteBuffer out = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        header(out, total, entryOffset);
        out.putInt(dataOffset).putShort((short) blocks).putShort((short) 0);
        out.putInt(content.length).putInt(0).putShort((short) 0);
        out.putShort((short) DATE_2026_01_01).putShort((short) 0).putShort((short) ARCHIVE_AND_UTF8);
        out.put(name);
        for (int from = 0; from < content.length; from += BLOCK) {
            int size = Math.min(BLOCK, content.length - from);
            out.putInt(0).putShort((short) size).putShort((short) size).put(content, from, size);
        }
        return out.array();
    }

    private static void header(ByteBuffer out, int total, int entryOffset) {
        out.put("MSCF".getBytes(StandardCharsets.US_ASCII))
                .putInt(0)
                .putInt(total)
                .putInt(0);
        out.putInt(entryOffset).putInt(0).put((byte) 3).put((byte) 1);
        out.putShort((short) 1)
                .putShort((short) 1)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0);
    }
}
