package opencmg.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import opencmg.client.descriptor.LabFile;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.OwnerOnly;
import org.jspecify.annotations.Nullable;

/** The directory of one lab. Only its owner can read it, and a file lock makes sure that one process at a time uses it. */
final class LabDirectory {

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private LabDirectory(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Creates it when it is missing, locks it, and removes the {@code lab.json} of a lab that was killed.
     *
     * @throws InvalidSettingsException when it cannot be created or another lab runs there
     */
    static LabDirectory claim(Path path) throws IOException {
        try {
            OwnerOnly.folder(path);
            OwnerOnly.folder(path.resolve("logs"));
        } catch (IOException e) {
            throw new InvalidSettingsException("--dir", "", path + " cannot be made: " + e + "; try --dir /tmp/my-lab");
        }
        FileChannel channel =
                FileChannel.open(path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new InvalidSettingsException(
                    "--dir", "", "another lab runs in " + path + "; end it, or take --dir another");
        }
        Files.deleteIfExists(LabFile.pathIn(path));
        return new LabDirectory(path, channel, lock);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    Path logs() {
        return path.resolve("logs");
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    void release() throws IOException {
        lock.release();
        channel.close();
        Files.deleteIfExists(path.resolve(".lock"));
    }
}
