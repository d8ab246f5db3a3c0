package opencmg.mockmp.notification;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import opencmg.mockmp.http.Refused;

/** Clients that wait to be told something. A notification goes to all that wait; nobody is told what came before. */
public final class LongPolls {

    private static final int MOST_WAITING = 50_000;

    private final Vertx vertx;
    private final Duration patience;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<Promise<Optional<String>>> waiting = ConcurrentHashMap.newKeySet();

    public LongPolls(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.patience = patience;
    }

    /** The next notification; empty when none came in time. */
    Future<Optional<String>> next() {
        if (count.incrementAndGet() > MOST_WAITING) {
            count.decrementAndGet();
            return Future.failedFuture(
                    new Refused(503, "Service Unavailable", "too many clients wait for notifications"));
        }
        Promise<Optional<String>> promise = Promise.promise();
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
        int before = 0;
        for (Promise<Optional<String>> promise : waiting) {
            before += promise.tryComplete(Optional.of(task)) ? 1 : 0;
        }
        return before;
    }

    /** How many wait. */
    public int size() {
        return count.get();
    }
}
