package opencmg.lab.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a fixed rate, whatever the other side does. A request that finds no free connection waits, and its time counts from the moment at which
 * it was due: a side that stalls pays for all that it kept waiting (no coordinated omission).
 */
public final class OpenLoop {

    private final LoadClient client;
    private final Buffer request;
    private final int arrivals;
    private final Latencies latencies;
    private final ArrayDeque<LoadConnection> free = new ArrayDeque<>();
    private final ArrayDeque<Long> due = new ArrayDeque<>();
    private final List<LoadConnection> all = new ArrayList<>();
    private final Promise<Void> end = Promise.promise();
    private int ended;
    private long failed;

    private OpenLoop(LoadClient client, String path, int arrivals) {
        this.client = client;
        this.request = client.request(path);
        this.arrivals = arrivals;
        this.latencies = new Latencies(arrivals);
    }

    /**
     * Blocks until the last answer has come.
     *
     * @param rate requests per second
     * @throws IllegalStateException when a request failed
     */
    public static Latencies run(LoadClient client, String path, int connections, double rate, Duration time) {
        OpenLoop loop = new OpenLoop(client, path, (int) Math.max(1, rate * time.toMillis() / 1000));
        client.run(time, () -> loop.open(connections));
        loop.pace((long) (1e9 / rate));
        client.run(time, loop.end::future);
        client.run(time, loop::close);
        if (loop.failed > 0) {
            throw new IllegalStateException(loop.failed + " of " + loop.arrivals + " requests failed");
        }
        return loop.latencies;
    }

    private Future<Void> open(int count) {
        List<Future<LoadConnection>> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opened.add(client.connect().onSuccess(connection -> {
                all.add(connection);
                free.add(connection);
            }));
        }
        return Future.all(opened).mapEmpty();
    }

    /** On the caller's thread: timers of an event loop are a millisecond wide, which is longer than most answers take. */
    private void pace(long interval) {
        long start = System.nanoTime();
        for (int i = 0; i < arrivals; i++) {
            long moment = start + i * interval;
            long early = moment - System.nanoTime();
            while (early > 0) {
                LockSupport.parkNanos(early);
                early = moment - System.nanoTime();
            }
            client.onLoop(() -> arrive(moment));
        }
    }

    private void arrive(long moment) {
        LoadConnection connection = free.poll();
        if (connection == null) {
            due.add(moment);
        } else {
            ask(connection, moment);
        }
    }

    private void ask(LoadConnection connection, long moment) {
        connection.ask(request, answer -> {
            latencies.add(System.nanoTime() - moment);
            if (!answer.isGood()) {
                failed++;
            }
            if (++ended == arrivals) {
                end.complete();
            } else {
                next(answer);
            }
        });
    }

    private void next(LoadConnection.Answer answer) {
        if (answer.status() == 0) {
            giveUp();
            return;
        }
        Long waiting = due.poll();
        if (waiting == null) {
            free.add(answer.connection());
        } else {
            ask(answer.connection(), waiting);
        }
    }

    // Without its connection the rest could wait for ever.
    private void giveUp() {
        end.tryComplete();
    }

    private Future<Void> close() {
        return Future.join(all.stream().map(LoadConnection::close).toList()).mapEmpty();
    }
}
