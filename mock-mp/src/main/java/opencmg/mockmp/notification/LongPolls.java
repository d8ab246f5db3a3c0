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

/** The pending long polls of clients. A notification goes to every client that waits at that moment; later ones do not get it. */
public final class LongPolls {

    private static final int MAX_WAITING = 50_000;

    private final Vertx vertx;
    private final Duration timeout;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong notifications = new AtomicLong();
    private final Set<Promise<Optional<Notification>>> waiting = ConcurrentHashMap.newKeySet();

    /**
     * One notification.
     *
     * @param serial number since the start of the site
     * @param id of the task
     * @param task name of the task
     */
    record Notification(long number, UUID id, String task) {}

    public LongPolls(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
    }

    /** Waits for the next notification; the result is empty after the timeout. Fails with 503 when too many clients wait. */
    Future<Optional<Notification>> next() {
        if (count.incrementAndGet() > MAX_WAITING) {
            count.decrementAndGet();
            return Future.failedFuture(
                    new RequestRefusedException(503, "Service Unavailable", "too many clients wait for notifications"));
        }
        Promise<Optional<Notification>> promise = Promise.promise();
        waiting.add(promise);
        long timer = vertx.setTimer(timeout.toMillis(), fired -> promise.tryComplete(Optional.empty()));
        return promise.future().andThen(done -> {
            count.decrementAndGet();
            vertx.cancelTimer(timer);
            waiting.remove(promise);
        });
    }

    /** Notifies every waiting client; returns their number. */
    public int notifyAllWaiting(String task) {
        Notification notification = new Notification(notifications.incrementAndGet(), UUID.randomUUID(), task);
        int notified = 0;
        for (Promise<Optional<Notification>> promise : waiting) {
            notified += promise.tryComplete(Optional.of(notification)) ? 1 : 0;
        }
        return notified;
    }

    /** Number of waiting clients. */
    public int size() {
        return count.get();
    }
}
