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

/** The only place of this package where work leaves the event loop, and where equal work is done once. */
public final class SharedBlockingWork {

    /** Beyond that many, clients are told to come again: the workers' queue has no limit of its own. */
    static final int MOST_UNDER_WAY = 4096;

    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final ConcurrentMap<Object, Future<?>> underWay = new ConcurrentHashMap<>();

    public SharedBlockingWork(Vertx vertx) {
        this.vertx = vertx;
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        this.workers = vertx.createSharedWorkerExecutor("opencmg-identity", threads);
    }

    /** Runs work that blocks or takes long on a worker. */
    public <T> Future<T> run(Callable<T> work) {
        return workers.executeBlocking(work, false);
    }

    /**
     * Joins work of the same key that is under way, or starts it. The answer arrives on the caller's context whoever started it, so that a
     * request never leaves its event loop.
     *
     * @param key no two kinds of work may share one
     */
    public <T> Future<T> once(Object key, Supplier<Future<T>> work) {
        @SuppressWarnings("unchecked") // what is put under a key is of the type that its kind of work gives
        Future<T> joined = (Future<T>) underWay.get(key);
        if (joined == null) {
            if (underWay.size() >= MOST_UNDER_WAY) {
                return Future.failedFuture(new Refusal(
                        RefusalReason.OVER_LIMIT, MOST_UNDER_WAY + " verifications of credentials are under way"));
            }
            joined = start(key, work);
        }
        return here(joined);
    }

    private <T> Future<T> start(Object key, Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        Future<?> other = underWay.putIfAbsent(key, promise.future());
        if (other != null) {
            @SuppressWarnings("unchecked")
            Future<T> joined = (Future<T>) other;
            return joined;
        }
        begin(work).onComplete(result -> {
            underWay.remove(key);
            pass(result, promise);
        });
        return promise.future();
    }

    private static <T> Future<T> begin(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private <T> Future<T> here(Future<T> elsewhere) {
        Context here = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        elsewhere.onComplete(result -> here.runOnContext(unused -> pass(result, promise)));
        return promise.future();
    }

    private static <T> void pass(AsyncResult<T> result, Promise<T> promise) {
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
