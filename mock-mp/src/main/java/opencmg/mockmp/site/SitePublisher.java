package opencmg.mockmp.site;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.settings.site.SiteConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the current site configuration, makes the next one at each change, and hands it to the connection points that wait. A new version also at each
 * start, because the settings file may have changed in between.
 */
public final class SitePublisher {

    private static final Logger log = LoggerFactory.getLogger(SitePublisher.class);
    private static final int MAX_WAITING = 64;

    private record Waiting(long after, Promise<Optional<SiteConfiguration>> promise) {}

    private final Vertx vertx;
    private final WorkerPool work;
    private final SiteState state;
    private final LongFunction<SiteConfiguration> maker;
    private final Duration patience;
    private final List<Waiting> waiting = new ArrayList<>();
    private final Object making = new Object();
    private volatile @Nullable SiteConfiguration current;

    /**
     * A publisher that has nothing yet.
     *
     * @param maker from a version to the configuration of this moment; blocking
     * @param patience how long a connection point waits for the next version
     */
    public SitePublisher(
            Vertx vertx, WorkerPool work, SiteState state, LongFunction<SiteConfiguration> maker, Duration patience) {
        this.vertx = vertx;
        this.work = work;
        this.state = state;
        this.maker = maker;
        this.patience = patience;
    }

    /** Makes the next version and tells everybody who waits. */
    public Future<SiteConfiguration> publish() {
        return work.run(this::next).onSuccess(this::tell);
    }

    /**
     * One at a time, so that versions rise in the order in which they were made. Under a lock of its own: it asks the database, and event loops take
     * the other lock.
     */
    private SiteConfiguration next() {
        synchronized (making) {
            SiteConfiguration made = maker.apply(state.nextVersion());
            current = made;
            log.atInfo().addKeyValue("version", made.version()).log("site configuration published");
            return made;
        }
    }

    private void tell(SiteConfiguration made) {
        List<Waiting> told;
        synchronized (this) {
            told = waiting.stream()
                    .filter(waiter -> waiter.after() < made.version())
                    .toList();
            waiting.removeAll(told);
        }
        told.forEach(waiter -> waiter.promise().tryComplete(Optional.of(made)));
    }

    /** The configuration if it is newer than {@code after}, now or within the patience; otherwise empty. */
    synchronized Future<Optional<SiteConfiguration>> after(long after) {
        SiteConfiguration now = current;
        if (now != null && now.version() > after) {
            return Future.succeededFuture(Optional.of(now));
        }
        if (waiting.size() >= MAX_WAITING) {
            return Future.failedFuture(new RequestRefusedException(
                    503, "Service Unavailable", "more than " + MAX_WAITING + " connection points wait"));
        }
        Waiting waiter = new Waiting(after, Promise.promise());
        waiting.add(waiter);
        long timer =
                vertx.setTimer(patience.toMillis(), fired -> waiter.promise().tryComplete(Optional.empty()));
        return waiter.promise().future().andThen(done -> {
            vertx.cancelTimer(timer);
            forget(waiter);
        });
    }

    private synchronized void forget(Waiting waiter) {
        waiting.remove(waiter);
    }
}
