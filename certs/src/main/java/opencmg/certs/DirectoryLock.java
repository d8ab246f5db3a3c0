package opencmg.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Mutual exclusion for a lab directory: a monitor for the threads of this JVM, a file lock for other processes. */
final class DirectoryLock {

    /** A file lock belongs to the whole JVM, so it does not exclude the threads of this JVM from each other. */
    private static final Object MONITOR = new Object();

    private DirectoryLock() {}

    /** Work that needs the lock. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** Work that needs the lock and has no result. */
    interface VoidWork {
        void run() throws IOException;
    }

    /** Runs the work while holding the lock. An {@link UncheckedIOException} of a ledger is rethrown as an IOException. */
    static <T> T withLock(Path directory, Work<T> work) throws IOException {
        synchronized (MONITOR) {
            try (FileChannel channel = channel(directory)) {
                FileLock lock = channel.lock();
                try {
                    return work.run();
                } catch (UncheckedIOException e) {
                    throw new IOException(e.getMessage(), e);
                } finally {
                    lock.release();
                }
            }
        }
    }

    /** As {@link #withLock}, for work without a result. */
    static void runWithLock(Path directory, VoidWork work) throws IOException {
        boolean done = withLock(directory, () -> {
            work.run();
            return true;
        });
        assert done;
    }

    private static FileChannel channel(Path directory) throws IOException {
        return FileChannel.open(
                LabAuthority.secrets(directory).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
