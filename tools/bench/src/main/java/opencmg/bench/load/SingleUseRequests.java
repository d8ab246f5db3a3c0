package opencmg.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Requests that are good only once, each with a body of its own, over kept connections as fast as the other side answers. */
public final class SingleUseRequests {

    private final LoadClient client;
    private final Iterator<ByteBuf> requests;
    private final Promise<Void> end = Promise.promise();
    private long done;
    private long failed;
    private int busy;
    private boolean over;

    private SingleUseRequests(LoadClient client, Iterator<ByteBuf> requests) {
        this.client = client;
        this.requests = requests;
    }

    /**
     * Blocks for that time, or until nothing is left to deliver; what is on its way at the end is waited for.
     *
     * @param bodies messages, each for one {@code CCM_POST} to that path
     */
    public static LoadResult run(
            LoadClient client, String path, String contentType, List<byte[]> bodies, int connections, Duration time) {
        List<ByteBuf> requests = bodies.stream()
                .map(body -> Unpooled.wrappedBuffer(head(client.target(), path, contentType, body.length), body))
                .toList();
        SingleUseRequests run = new SingleUseRequests(client, requests.iterator());
        List<LoadConnection> open = client.run(time, () -> opened(client, connections));
        return client.run(time, () -> run.begin(open, time));
    }

    private static byte[] head(LoadTarget to, String path, String contentType, int length) {
        return ("CCM_POST " + to.target(path) + " HTTP/1.1\r\nHost: 127.0.0.1:" + to.port() + "\r\nContent-Type: "
                        + contentType + "\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static Future<List<LoadConnection>> opened(LoadClient client, int count) {
        List<Future<LoadConnection>> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opened.add(client.connect());
        }
        return Future.all(opened).map(all -> all.list());
    }

    private Future<LoadResult> begin(List<LoadConnection> connections, Duration time) {
        long started = System.nanoTime();
        client.after(time, () -> over = true);
        busy = connections.size();
        connections.forEach(this::next);
        return end.future()
                .map(nothing -> new LoadResult(done, failed, Duration.ofNanos(System.nanoTime() - started)))
                .eventually(() -> Future.join(
                        connections.stream().map(LoadConnection::close).toList()));
    }

    private void next(LoadConnection connection) {
        if (!over && requests.hasNext()) {
            connection.send(requests.next(), this::onResponse);
        } else if (--busy == 0) {
            end.tryComplete();
        }
    }

    private void onResponse(LoadConnection.Response response) {
        if (response.isGood()) {
            done++;
        } else {
            failed++;
        }
        // What failed makes the round void, so the rest need not be sent.
        over |= !response.isGood();
        next(response.connection());
    }
}
