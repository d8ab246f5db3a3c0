package opencmg.connectionpoint.relay;

import opencmg.http.Framing;
import opencmg.http.RequestHead;
import opencmg.http.client.UpstreamConnection;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import org.jspecify.annotations.Nullable;

/**
 * The request's half of an exchange: head and body onto a connection. Holds the body to the length that was announced: a byte more would be
 * the next request's to the server inside.
 */
final class RequestSender implements ObservedBody.Watcher {

    private final RelayRequest request;
    private final RelayExchange exchange;
    private final long announced;
    private long sent;

    RequestSender(RelayRequest request, RelayExchange exchange) {
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
     * @throws opencmg.http.UnwritableHeadException and the connection is unused then
     */
    void begin(UpstreamConnection connection, String target) {
        RequestHead head = new RequestHead(
                request.method(), target, 1, MessageHeaders.towardsUpstream(request.headers()), length());
        connection.send(head, request.body() == null ? null : new ObservedBody(request.body(), this), exchange);
    }

    private long length() {
        if (request.body() != null) {
            return announced < 0 ? Framing.CHUNKED : announced;
        }
        // IIS answers 411 to a message without a length
        return announced >= 0 || HttpMethods.carryBody(request.method()) ? 0 : Framing.UNSPECIFIED;
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
