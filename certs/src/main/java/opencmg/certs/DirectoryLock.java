package opencmg.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** One at a time in a lab directory: threads of this JVM by a monitor, other processes by a lock on a file. */
final class DirectoryLock {

    /** File locks belong to the whole JVM, so its threads need a turn of their own. */
    private static final Object TURN = new Object();

    private DirectoryLock() {}

    /** Work on a directory. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** Work without a result. */
    interface Step {
        void run() throws IOException;
    }

    static void inTurn(Path directory, Step step) throws IOException {
        synchronized (TURN) {
            try (FileChannel channel = channel(directory)) {
                FileLock lock = channel.lock();
                try {
                    step.run();
                } catch (UncheckedIOException e) {
                    // What an index could not read or write comes out as the IOException that it was.
                    throw new IOException(e.getMessage(), e);
                } finally {
                    lock.release();
                }
            }
        }
    }

    static <T> T holding(Path directory, Work<T> work) throws IOException {
        AtomicReference<T> result = new AtomicReference<>();
        inTurn(directory, () -> result.set(work.run()));
        return Objects.requireNonNull(result.get());
    }

    private static FileChannel channel(Path directory) throws IOException {
        return FileChannel.open(
                LabAuthority.secrets(directory).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
