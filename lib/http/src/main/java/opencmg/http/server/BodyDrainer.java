package opencmg.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.TimeUnit;

/** What a client still sends of a body that nobody wants. A little is read so that the connection can go on; much, or nothing for long, ends it. */
final class BodyDrainer {

    private static final long MOST_BYTES = 256 << 10;
    private static final long MOST_MILLIS = 2000;

    private final ServerConnection connection;
    private final Future<?> patience;
    private long bytes;

    private BodyDrainer(ServerConnection connection) {
        this.connection = connection;
        this.patience = connection.context().executor().schedule(this::close, MOST_MILLIS, TimeUnit.MILLISECONDS);
    }

    static void read(ServerConnection connection, ReadStream<ByteBuf> body) {
        BodyDrainer leftover = new BodyDrainer(connection);
        body.exceptionHandler(gone -> leftover.close());
        body.endHandler(end -> leftover.ended());
        body.handler(leftover::count);
        body.resume();
    }

    private void count(ByteBuf piece) {
        bytes += piece.readableBytes();
        piece.release();
        if (bytes > MOST_BYTES) {
            close();
        }
    }

    private void ended() {
        if (patience.cancel(false)) {
            connection.next();
        }
    }

    private void close() {
        patience.cancel(false);
        if (connection.context().channel().isActive()) {
            connection.closeGently();
        }
    }
}
