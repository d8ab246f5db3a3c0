package opencmg.bench.load;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connections that have asked once and then stay open without a word. */
public final class IdleConnections {

    private static final int CONCURRENT = 64;
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final LoadClient client;
    private final ByteBuf request;
    private final List<LoadConnection> open = new ArrayList<>();
    private int started;

    public IdleConnections(LoadClient client, String path) {
        this.client = client;
        this.request = client.request(path);
    }

    /** Blocks until that many stand in all. */
    public void growTo(int count) {
        client.run(TIMEOUT, () -> {
            List<Future<Void>> lines = new ArrayList<>();
            for (int i = 0; i < CONCURRENT; i++) {
                lines.add(openNext(count));
            }
            return Future.all(lines).<Void>mapEmpty();
        });
        if (open.size() < count) {
            throw new IllegalStateException(open.size() + " connections stand, not " + count);
        }
    }

    // One of several lines that each open one connection after the other; together they stop at the count.
    private Future<Void> openNext(int count) {
        if (started == count) {
            return Future.succeededFuture();
        }
        started++;
        return openOne().compose(stands -> openNext(count));
    }

    private Future<Void> openOne() {
        return client.connect().compose(connection -> {
            Promise<Void> answered = Promise.promise();
            connection.send(request.duplicate(), response -> {
                if (response.isGood()) {
                    open.add(connection);
                    answered.complete();
                } else {
                    answered.fail("a connection that should stay idle got status " + response.status());
                }
            });
            return answered.future();
        });
    }
}
