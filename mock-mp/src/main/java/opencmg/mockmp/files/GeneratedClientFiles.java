package opencmg.mockmp.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** Generates stand-ins for the client's setup files, with the same bytes on every machine. */
final class GeneratedClientFiles {

    private static final Map<String, Integer> SIZES =
            Map.of("ccmsetup.exe", 64 << 10, "x64/client.msi", 512 << 10, "i386/client.msi", 128 << 10);

    private GeneratedClientFiles() {}

    /** Creates missing files in a directory and returns it. Blocking. */
    static Path in(Path directory) throws IOException {
        for (Map.Entry<String, Integer> entry : SIZES.entrySet()) {
            Path file = directory.resolve(entry.getKey());
            if (!Files.exists(file)) {
                Files.createDirectories(
                        directory.resolve(entry.getKey()).resolve("..").normalize());
                Files.write(file, bytes(entry.getKey(), entry.getValue()));
            }
        }
        return directory;
    }

    private static byte[] bytes(String name, int size) {
        byte[] bytes = new byte[size];
        new Random(name.hashCode()).nextBytes(bytes);
        byte[] note = ("A stand-in for " + name + " of the mock site; it installs nothing.\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(note, 0, bytes, 0, note.length);
        return bytes;
    }
}
