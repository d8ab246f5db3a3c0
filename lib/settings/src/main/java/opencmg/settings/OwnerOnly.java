package opencmg.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates files and folders that only their owner can read, where the file system supports POSIX permissions. */
public final class OwnerOnly {

    private OwnerOnly() {}

    /** Creates an empty file and replaces an existing one. */
    public static Path file(Path path) throws IOException {
        Files.deleteIfExists(path);
        return Files.createFile(path, mode(path, "rw-------"));
    }

    /** Creates the folder if it is missing. */
    public static void folder(Path path) throws IOException {
        Files.createDirectories(path, mode(path, "rwx------"));
    }

    private static FileAttribute<?>[] mode(Path path, String mode) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))};
    }
}
