package opencmg.mockmp.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Worker threads for everything that must not run on an event loop: JDBC, signatures, files. The number of threads is fixed and the queue is limited:
 * when it is full, callers fail at once instead of piling up. Any thread.
 */
public final class WorkerPool {

    private final WorkerExecutor workers;
    private final int maxPending;
    private final AtomicInteger pending = new AtomicInteger();

    /** The queue is full: 503 with Retry-After. */
    public static final class OverloadedException extends RuntimeException {

        OverloadedException() {
            super("too much work is waiting", null, false, false);
        }
    }

    /**
     * Creates a pool of its own threads.
     *
     * @param name first part of the thread names
     * @param threads as many as the database has connections
     * @param maxPending maximum of running and queued tasks together
     */
    public WorkerPool(Vertx vertx, String name, int threads, int maxPending) {
        this.workers = vertx.createSharedWorkerExecutor(
                name + "-" + Integer.toHexString(System.identityHashCode(this)), threads, 60, TimeUnit.SECONDS);
        this.maxPending = maxPending;
    }

    /** Runs a task on a worker thread; fails with {@link OverloadedException} when the queue is full. */
    public <T> Future<T> run(Callable<T> task) {
        if (pending.incrementAndGet() > maxPending) {
            pending.decrementAndGet();
            return Future.failedFuture(new OverloadedException());
        }
        return workers.executeBlocking(task, false).andThen(done -> pending.decrementAndGet());
    }

    public Future<Void> close() {
        return workers.close();
    }
}
