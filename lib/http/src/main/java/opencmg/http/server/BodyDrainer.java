package opencmg.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.TimeUnit;

/** Reads and drops the rest of a request body after its response, so that the connection can be used again. Too much, or too slow, closes it. */
final class BodyDrainer {

    private static final long MAX_BYTES = 256 << 10;
    private static final long MAX_MILLIS = 2000;

    private final ServerConnection connection;
    private final Future<?> timeout;
    private long bytes;

    private BodyDrainer(ServerConnection connection) {
        this.connection = connection;
        this.timeout = connection.context().executor().schedule(this::close, MAX_MILLIS, TimeUnit.MILLISECONDS);
    }

    static void start(ServerConnection connection, ReadStream<ByteBuf> body) {
        BodyDrainer drainer = new BodyDrainer(connection);
        body.exceptionHandler(failure -> drainer.close());
        body.endHandler(end -> drainer.bodyEnded());
        body.handler(drainer::drop);
        body.resume();
    }

    private void drop(ByteBuf chunk) {
        bytes += chunk.readableBytes();
        chunk.release();
        if (bytes > MAX_BYTES) {
            close();
        }
    }

    private void bodyEnded() {
        if (timeout.cancel(false)) {
            connection.nextRequest();
        }
    }

    private void close() {
        timeout.cancel(false);
        if (connection.context().channel().isActive()) {
            connection.closeLingering();
        }
    }
}
