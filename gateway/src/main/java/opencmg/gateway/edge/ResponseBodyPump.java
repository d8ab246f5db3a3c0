package opencmg.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.streams.ReadStream;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.http.server.ServerExchange;

/**
 * Pumps an answer's body to the client, no faster than the client reads. It ends when all that was promised is written; otherwise the future fails
 * and whoever waits for it must reset the connection, because a torn answer must never look like a whole one.
 */
final class ResponseBodyPump {

    private final ReadStream<ByteBuf> source;
    private final ServerExchange to;
    private final long length;
    private final Runnable clientIsGone;
    private final Promise<Void> sent = Promise.promise();
    private long bytes;
    private boolean over;

    /**
     * @param length -1 when nobody knows
     * @param clientIsGone called when writing fails, which may come before the connection's end is told
     */
    ResponseBodyPump(ReadStream<ByteBuf> source, ServerExchange to, long length, Runnable clientIsGone) {
        this.source = source;
        this.to = to;
        this.length = length;
        this.clientIsGone = clientIsGone;
    }

    Future<Void> send() {
        to.closeHandler(() -> writeFailed(new HttpClosedException("Connection was closed")));
        to.drainHandler(() -> {
            if (!over) {
                source.resume();
            }
        });
        source.exceptionHandler(cause -> {
            if (!over) { // behind the last byte that was promised nothing can break
                fail(cause);
            }
        });
        source.endHandler(end -> ended());
        source.handler(this::arrived);
        source.resume();
        return sent.future();
    }

    /** What is thrown here, for a head that cannot be written, would reach the tunnel's loop, and nobody would end the exchange. */
    private void arrived(ByteBuf piece) {
        try {
            write(piece);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void ended() {
        try {
            end();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void write(ByteBuf piece) {
        if (over) {
            piece.release();
            return;
        }
        bytes += piece.readableBytes();
        if (length >= 0 && bytes >= length) {
            last(piece);
            return;
        }
        to.write(piece);
        if (to.writeQueueFull()) {
            source.pause();
        }
    }

    /** The head, and a small body with it, leave in one write. */
    private void last(ByteBuf piece) {
        if (bytes > length) {
            piece.release();
            fail(new Refusal(RefusalReason.UPSTREAM_LOST, "an answer longer than its Content-Length of " + length));
            return;
        }
        over = true;
        to.end(piece).onComplete(sent);
    }

    private void end() {
        if (over) {
            return;
        }
        if (length > bytes) {
            fail(new Refusal(
                    RefusalReason.UPSTREAM_LOST,
                    "an answer of " + bytes + " bytes instead of the " + length + " promised"));
            return;
        }
        over = true;
        to.end().onComplete(sent);
    }

    private void writeFailed(Throwable cause) {
        clientIsGone.run();
        fail(cause);
    }

    private void fail(Throwable cause) {
        over = true;
        sent.tryFail(cause);
    }
}
