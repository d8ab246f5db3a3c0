package opencmg.mockmp.notification;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import opencmg.mockmp.http.RequestRefusedException;

/** Clients that wait to be told something. A notification goes to all that wait; nobody is told what came before. */
public final class LongPolls {

    private static final int MOST_WAITING = 50_000;

    private final Vertx vertx;
    private final Duration patience;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong pushes = new AtomicLong();
    private final Set<Promise<Optional<Push>>> waiting = ConcurrentHashMap.newKeySet();

    /**
     * One notification.
     *
     * @param number of the push since the start of the site
     * @param id of the task
     * @param task what to do
     */
    record Push(long number, UUID id, String task) {}

    public LongPolls(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.patience = patience;
    }

    /** The next notification; empty when none came in time. */
    Future<Optional<Push>> next() {
        if (count.incrementAndGet() > MOST_WAITING) {
            count.decrementAndGet();
            return Future.failedFuture(
                    new RequestRefusedException(503, "Service Unavailable", "too many clients wait for notifications"));
        }
        Promise<Optional<Push>> promise = Promise.promise();
        waiting.add(promise);
        long timer = vertx.setTimer(patience.toMillis(), fired -> promise.tryComplete(Optional.empty()));
        return promise.future().andThen(done -> {
            count.decrementAndGet();
            vertx.cancelTimer(timer);
            waiting.remove(promise);
        });
    }

    /** Tells everybody who waits now; how many that were. */
    public int notifyAllWaiting(String task) {
        Push push = new Push(pushes.incrementAndGet(), UUID.randomUUID(), task);
        int before = 0;
        for (Promise<Optional<Push>> promise : waiting) {
            before += promise.tryComplete(Optional.of(push)) ? 1 : 0;
        }
        return before;
    }

    /** How many wait. */
    public int size() {
        return count.get();
    }
}
