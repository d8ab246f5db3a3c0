package opencmg.bench.load;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Requests at a fixed rate, whatever the other side does. A request that finds no free connection waits, and its time counts from the moment at which
 * it was due, so a stall shows in the times of all requests that waited (no coordinated omission).
 *
 * <p>Every {@link #TICK} it checks which requests are due. So it sends a few at a time, up to one tick late; their times include this, and it is the same
 * for all sides. A timer for each request would take more CPU from the measured side than everything else that the client does.
 */
public final class OpenLoop {

    private static final Duration TICK = Duration.ofNanos(250_000);

    private final LoadClient client;
    private final ByteBuf request;
    private final long interval;
    private final int arrivals;
    private final int warmUp;
    /** In nanoseconds. */
    private final Histogram latencies = newHistogram();

    private final ArrayDeque<LoadConnection> free = new ArrayDeque<>();
    private final List<LoadConnection> connections = new ArrayList<>();
    private final Promise<Void> end = Promise.promise();
    private long start;
    private int sent;
    private int ended;
    private long failed;
    private boolean over;

    private OpenLoop(LoadClient client, String path, double rate, Duration time, Duration warmUp) {
        this.client = client;
        this.request = client.request(path);
        this.interval = (long) (1e9 / rate);
        this.arrivals = (int) Math.max(1, rate * time.toMillis() / 1000);
        this.warmUp = Math.min(arrivals - 1, (int) (rate * warmUp.toMillis() / 1000));
    }

    /** Percentiles are at most 0.01 % too high. */
    static Histogram newHistogram() {
        return new Histogram(4);
    }

    /**
     * Blocks until the last answer has come.
     *
     * @param rate requests per second
     * @param warmUp the first part of the time, which is not counted: connections are new and queues are not yet settled
     * @return latencies in nanoseconds
     * @throws IllegalStateException when a request failed
     */
    public static Histogram run(
            LoadClient client, String path, int connections, double rate, Duration time, Duration warmUp) {
        OpenLoop loop = new OpenLoop(client, path, rate, time, warmUp);
        client.run(time, () -> loop.open(connections));
        client.run(time, loop::begin);
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
                connections.add(connection);
                free.add(connection);
            }));
        }
        return Future.all(opened).mapEmpty();
    }

    private Future<Void> begin() {
        start = System.nanoTime();
        tick();
        return end.future();
    }

    private void tick() {
        sendDue();
        if (sent < arrivals && !over) {
            client.afterNanos(TICK.toNanos(), this::tick);
        }
    }

    private void sendDue() {
        long now = System.nanoTime();
        while (sent < arrivals && !over && now - dueAt(sent) >= 0) {
            LoadConnection connection = free.poll();
            if (connection == null) {
                return;
            }
            int number = sent++;
            connection.send(request.duplicate(), response -> onResponse(number, response));
        }
    }

    private long dueAt(int number) {
        return start + number * interval;
    }

    private void onResponse(int number, LoadConnection.Response response) {
        if (number >= warmUp) {
            latencies.recordValue(Math.max(0, System.nanoTime() - dueAt(number)));
        }
        ended++;
        if (!response.isGood()) {
            failed++;
        }
        // Without its connection the rest could wait for ever.
        if (ended == arrivals || response.status() == 0) {
            over = true;
            end.tryComplete();
            return;
        }
        free.add(response.connection());
        sendDue();
    }

    private Future<Void> close() {
        return Future.join(connections.stream().map(LoadConnection::close).toList())
                .mapEmpty();
    }
}
