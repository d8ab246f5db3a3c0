package opencmg.connectionpoint.upstream;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.streams.ReadStream;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import org.jspecify.annotations.Nullable;

/**
 * The request's half of an exchange: head and body onto a connection. Holds the body to the length that was announced: a byte more would be
 * the next request's to the server inside.
 */
final class Sending implements WatchedBody.Watcher {

    private final RelayRequest request;
    private final Exchange exchange;
    private final long announced;
    private long sent;
    private boolean whole;

    Sending(RelayRequest request, Exchange exchange) {
        this.request = request;
        this.exchange = exchange;
        this.announced = MessageHeaders.contentLength(request.headers());
    }

    /** Body bytes so far. */
    long sent() {
        return sent;
    }

    /** Whether everything is on the connection. */
    boolean whole() {
        return whole;
    }

    /**
     * Begins.
     *
     * @return whether the head was written. As long as it is not, nothing of the body has been taken out of the tunnel and another
     *     connection may be tried
     */
    Future<Void> begin(HttpClientRequest connection) {
        ReadStream<Buffer> body = request.body();
        if (body == null) {
            if (Verbs.carryBody(request.method()) && announced < 0) {
                connection.putHeader("content-length", "0"); // IIS answers 411 without it
            }
            return connection.end().onSuccess(done -> finished());
        }
        if (announced < 0) {
            connection.setChunked(true);
        }
        return connection.writeHead().onSuccess(written -> pour(body, connection));
    }

    /** A failed write needs no care here: the end of the connection fails the answer, and an answer that came early still counts. */
    private void pour(ReadStream<Buffer> body, HttpClientRequest connection) {
        if (!exchange.isOver()) {
            new WatchedBody(body, this)
                    .pipe()
                    .endOnFailure(false)
                    .to(connection)
                    .onComplete(done -> finished(), cause -> {});
        }
    }

    private void finished() {
        whole = true;
        exchange.requestSent();
    }

    @Override
    public void moved(int bytes) {
        sent += bytes;
        exchange.moved();
        if (announced >= 0 && sent > announced) {
            exchange.end(notAsAnnounced());
        }
    }

    @Override
    public @Nullable RelayFailure ended() {
        if (announced < 0 || sent == announced) {
            return null;
        }
        RelayFailure failure = notAsAnnounced();
        exchange.end(failure);
        return failure;
    }

    @Override
    public RelayFailure broken(Throwable cause) {
        RelayFailure failure = cause instanceof RelayFailure known
                ? known
                : new RelayFailure(FailureReason.ABANDONED, "the request's body broke off: " + cause.getMessage());
        exchange.end(failure);
        return failure;
    }

    private RelayFailure notAsAnnounced() {
        return new RelayFailure(
                FailureReason.BROKEN_OFF,
                "the request's body has " + sent + " bytes and Content-Length says " + announced);
    }
}
