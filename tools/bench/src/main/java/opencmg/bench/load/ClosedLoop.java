package opencmg.bench.load;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** As many requests as the other side answers: each connection asks again when it has its answer. */
public final class ClosedLoop {

    private final LoadClient client;
    private final ByteBuf request;
    private final List<LoadConnection> connections = new ArrayList<>();
    private long done;
    private long failed;
    private boolean over;

    private ClosedLoop(LoadClient client, String path) {
        this.client = client;
        this.request = client.request(path);
    }

    /** Blocks for that time and until the connections stand. */
    public static LoadResult run(LoadClient client, String path, int connections, Duration time) {
        ClosedLoop loop = new ClosedLoop(client, path);
        client.run(time, () -> loop.open(connections));
        long started = System.nanoTime();
        return client.run(time, () -> loop.go(time)).map(System.nanoTime() - started);
    }

    /** Numbers without their time. */
    private record Counts(long done, long failed) {

        LoadResult map(long nanos) {
            return new LoadResult(done, failed, Duration.ofNanos(nanos));
        }
    }

    private Future<Void> open(int count) {
        List<Future<LoadConnection>> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opened.add(client.connect().onSuccess(connections::add));
        }
        return Future.all(opened).mapEmpty();
    }

    private Future<Counts> go(Duration time) {
        Promise<Counts> end = Promise.promise();
        connections.forEach(this::send);
        client.after(time, () -> {
            over = true;
            Counts counts = new Counts(done, failed);
            Future.join(connections.stream().map(LoadConnection::close).toList())
                    .<Counts>transform(closed -> Future.succeededFuture(counts))
                    .onComplete(end);
        });
        return end.future();
    }

    private void send(LoadConnection connection) {
        connection.send(request.duplicate(), this::onResponse);
    }

    private void onResponse(LoadConnection.Response response) {
        if (over) {
            return;
        }
        if (response.isGood()) {
            done++;
        } else {
            failed++;
        }
        // A connection that was lost is not replaced: the run is void then.
        if (response.status() != 0) {
            send(response.connection());
        }
    }
}
