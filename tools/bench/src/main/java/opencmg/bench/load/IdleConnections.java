package opencmg.bench.load;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connections that have asked once and then stay open without a word. */
public final class IdleConnections {

    private static final int AT_ONCE = 64;
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final LoadClient client;
    private final ByteBuf request;
    private final List<LoadConnection> open = new ArrayList<>();
    private int begun;

    public IdleConnections(LoadClient client, String path) {
        this.client = client;
        this.request = client.request(path);
    }

    /** Blocks until that many stand in all. */
    public void growTo(int count) {
        client.run(LONGEST, () -> {
            List<Future<Void>> lines = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                lines.add(further(count));
            }
            return Future.all(lines).<Void>mapEmpty();
        });
        if (open.size() < count) {
            throw new IllegalStateException(open.size() + " connections stand, not " + count);
        }
    }

    // One of several lines that each open one connection after the other; together they stop at the count.
    private Future<Void> further(int count) {
        if (begun == count) {
            return Future.succeededFuture();
        }
        begun++;
        return one().compose(stands -> further(count));
    }

    private Future<Void> one() {
        return client.connect().compose(connection -> {
            Promise<Void> answered = Promise.promise();
            connection.ask(request.duplicate(), answer -> {
                if (answer.isGood()) {
                    open.add(connection);
                    answered.complete();
                } else {
                    answered.fail("a connection that should stay idle got status " + answer.status());
                }
            });
            return answered.future();
        });
    }
}
