package opencmg.connectionpoint.upstream;

import opencmg.connectionpoint.http1.RequestHead;
import opencmg.connectionpoint.http1.UpstreamConnection;
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

    Sending(RelayRequest request, Exchange exchange) {
        this.request = request;
        this.exchange = exchange;
        this.announced = MessageHeaders.contentLength(request.headers());
    }

    /** Body bytes so far. */
    long sent() {
        return sent;
    }

    /**
     * Begins; the exchange hears of the rest.
     *
     * @throws opencmg.http1.UnwritableHead and the connection is unused then
     */
    void begin(UpstreamConnection connection, String target) {
        RequestHead head =
                new RequestHead(request.method(), target, MessageHeaders.towardsUpstream(request.headers()), length());
        connection.send(head, request.body() == null ? null : new WatchedBody(request.body(), this), exchange);
    }

    private long length() {
        if (request.body() != null) {
            return announced < 0 ? RequestHead.CHUNKED : announced;
        }
        // IIS answers 411 to a message without a length
        return announced >= 0 || Verbs.carryBody(request.method()) ? 0 : RequestHead.NO_BODY;
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
