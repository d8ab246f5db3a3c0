package opencmg.bench.load;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * As many new connections as the other side takes: each one connects, shakes hands in full, asks once, and is closed after the answer. With the
 * request the verdict on a client certificate is in the price, wherever a side takes it.
 */
public final class NewConnections {

    private final LoadClient client;
    private final ByteBuf request;
    private final Promise<Void> end = Promise.promise();
    private int running;
    private long done;
    private long failed;
    private boolean over;

    private NewConnections(LoadClient client, String path) {
        this.client = client;
        this.request = client.request(path);
    }

    /**
     * Blocks for that time.
     *
     * @param clients one event loop each: a single one could not use up a machine
     * @param atOnce connections under way per client
     */
    public static LoadResult run(List<LoadClient> clients, String path, int concurrent, Duration time) {
        long started = System.nanoTime();
        List<NewConnections> loops = new ArrayList<>();
        for (LoadClient client : clients) {
            NewConnections loop = new NewConnections(client, path);
            loops.add(loop);
            client.onLoop(() -> loop.begin(concurrent, time));
        }
        LoadResult all = new LoadResult(0, 0, Duration.ZERO);
        for (NewConnections loop : loops) {
            loop.client.run(time, loop.end::future);
            all = all.plus(new LoadResult(loop.done, loop.failed, Duration.ofNanos(System.nanoTime() - started)));
        }
        return all;
    }

    private void begin(int concurrent, Duration time) {
        client.after(time, () -> over = true);
        running = concurrent;
        for (int i = 0; i < concurrent; i++) {
            once();
        }
    }

    private void once() {
        client.connect().compose(this::send).onComplete(closed -> {
            if (closed.succeeded()) {
                done++;
            } else {
                failed++;
            }
            if (!over) {
                once();
            } else if (--running == 0) {
                end.complete();
            }
        });
    }

    private Future<Void> send(LoadConnection connection) {
        Promise<Void> answered = Promise.promise();
        connection.send(request.duplicate(), response -> {
            if (response.isGood()) {
                answered.complete();
            } else {
                answered.fail("status " + response.status());
            }
        });
        return answered.future().eventually(connection::close);
    }
}
