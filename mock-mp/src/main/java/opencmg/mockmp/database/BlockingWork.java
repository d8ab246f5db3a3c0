package opencmg.mockmp.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one way off the event loops: JDBC, signatures, files. A fixed number of threads, and a limit on what waits for one; over it the caller is told
 * at once instead of piling up.
 */
public final class BlockingWork {

    private final WorkerExecutor workers;
    private final int mostWaiting;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * A pool of its own.
     *
     * @param threads as many as the database has connections
     * @param mostWaiting running and waiting together
     */
    public BlockingWork(Vertx vertx, int threads, int mostWaiting) {
        this.workers = vertx.createSharedWorkerExecutor(
                "mock-site-" + Integer.toHexString(System.identityHashCode(this)), threads, 60, TimeUnit.SECONDS);
        this.mostWaiting = mostWaiting;
    }

    /** Runs on a worker thread; fails with {@link OverloadedException} when too much is waiting already. */
    public <T> Future<T> run(Callable<T> work) {
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            return Future.failedFuture(new OverloadedException());
        }
        return workers.executeBlocking(work, false).andThen(done -> waiting.decrementAndGet());
    }

    public Future<Void> close() {
        return workers.close();
    }
}
