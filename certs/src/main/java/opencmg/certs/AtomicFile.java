package opencmg.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes a file whole or not at all: a neighbour is written and then takes the name. Secrets are unreadable for others from the
 * first moment on; where the file system has no such modes (Windows), they get what their folder passes on.
 */
final class AtomicFile {

    private AtomicFile() {}

    static void write(Path file, byte[] content) throws IOException {
        write(file, content, "rw-r--r--");
    }

    static void writeSecret(Path file, byte[] content) throws IOException {
        write(file, content, "rw-------");
    }

    /** A folder that nobody but its owner looks into, where the file system knows that. */
    static void secretFolder(Path folder) throws IOException {
        Files.createDirectories(folder, mode(folder, "rwx------"));
    }

    private static void write(Path file, byte[] content, String mode) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path neighbour = Files.createTempFile(folder, ".", ".new", mode(file, mode));
        try {
            Files.write(neighbour, content);
            Files.move(neighbour, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(neighbour);
        }
    }

    private static FileAttribute<?>[] mode(Path where, String mode) {
        if (!where.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))};
    }
}
