package opencmg.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that others cannot look into, from their first moment on, where the file system knows that. */
public final class OwnerOnly {

    private OwnerOnly() {}

    /** A new empty file in place of what was there. */
    public static Path file(Path path) throws IOException {
        Files.deleteIfExists(path);
        return Files.createFile(path, mode(path, "rw-------"));
    }

    /** The folder, made when it is missing. */
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
