package opencmg.gateway.revocation;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;

/** Runs blocking work on worker threads, and merges concurrent runs of the same work into one. */
public final class SharedBlockingWork {

    /** Further work is refused with {@link RefusalReason#OVER_LIMIT}, because the queue of the workers is unbounded. */
    static final int MAX_IN_PROGRESS = 4096;

    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final ConcurrentMap<Object, Future<?>> inProgress = new ConcurrentHashMap<>();

    public SharedBlockingWork(Vertx vertx) {
        this.vertx = vertx;
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        this.workers = vertx.createSharedWorkerExecutor("opencmg-identity", threads);
    }

    /** Runs blocking or CPU-bound work on a worker thread. */
    public <T> Future<T> run(Callable<T> work) {
        return workers.executeBlocking(work, false);
    }

    /**
     * Joins the work in progress with the same key, or starts it. The result arrives on the caller's context even if another caller started the work,
     * so that a request never leaves its event loop.
     *
     * @param key must be unique per kind of work
     */
    public <T> Future<T> once(Object key, Supplier<Future<T>> work) {
        @SuppressWarnings("unchecked") // each key belongs to one kind of work and therefore to one result type
        Future<T> joined = (Future<T>) inProgress.get(key);
        if (joined == null) {
            if (inProgress.size() >= MAX_IN_PROGRESS) {
                return Future.failedFuture(new Refusal(
                        RefusalReason.OVER_LIMIT, MAX_IN_PROGRESS + " verifications of credentials are under way"));
            }
            joined = start(key, work);
        }
        return onCallersContext(joined);
    }

    private <T> Future<T> start(Object key, Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        Future<?> existing = inProgress.putIfAbsent(key, promise.future());
        if (existing != null) {
            @SuppressWarnings("unchecked")
            Future<T> joined = (Future<T>) existing;
            return joined;
        }
        invoke(work).onComplete(result -> {
            inProgress.remove(key);
            complete(result, promise);
        });
        return promise.future();
    }

    private static <T> Future<T> invoke(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private <T> Future<T> onCallersContext(Future<T> future) {
        Context context = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        future.onComplete(result -> context.runOnContext(unused -> complete(result, promise)));
        return promise.future();
    }

    private static <T> void complete(AsyncResult<T> result, Promise<T> promise) {
        if (result.succeeded()) {
            promise.complete(result.result());
        } else {
            promise.fail(result.cause());
        }
    }

    public Future<Void> close() {
        return workers.close();
    }
}
