package opencmg.tunnel.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.AsyncResult;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import opencmg.http.HeaderFields;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.Relay;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.TunnelProtocol;
import opencmg.tunnel.http2.HeaderList;
import opencmg.tunnel.http2.Http2Connection;
import opencmg.tunnel.http2.TunnelStream;
import org.jspecify.annotations.Nullable;

/** One exchange at the connection point's end: receives the request, gets the response from a {@link Relay} and sends it. On the connection's loop. */
public final class ConnectorStream extends ExchangeStream {

    private static final int MAX_DETAIL = 512;

    private final TunnelStream stream;
    private final Promise<Void> abandoned;
    private final RelayRequest request;
    private boolean requestComplete;
    private boolean responseComplete;
    private boolean closed;

    /**
     * @param head the request head
     * @param end whether the request has no body
     */
    public ConnectorStream(
            Http2Connection connection,
            TunnelStream stream,
            ContextInternal loop,
            Counters counters,
            HeaderList head,
            boolean end) {
        super(connection, counters);
        this.stream = stream;
        this.abandoned = loop.promise();
        this.requestComplete = end;
        this.request = new RelayRequest(
                text(head.method(), "GET"),
                text(head.path(), "/"),
                head.fields(),
                end ? null : receiveBody(stream, loop),
                abandoned.future());
    }

    private static String text(@Nullable CharSequence value, String otherwise) {
        return value == null ? otherwise : value.toString();
    }

    public void start(Relay relay) {
        started();
        relay.relay(request).onComplete(result -> connection.runOnLoop(() -> onResponse(result)));
    }

    // ------------------------------------------------------------------ sending the response

    private void onResponse(AsyncResult<RelayResponse> result) {
        if (closed) {
            discard(result);
        } else if (result.failed()) {
            sendFailure(failureOf(result.cause()));
        } else {
            HeaderList head = responseHead(result.result());
            if (connection.accepts(head)) {
                send(head, result.result());
            } else {
                sendFailure(new RelayFailure(
                        FailureReason.ANSWER_HEADERS_TOO_LARGE, "the gateway takes no head of that size"));
                abandoned.tryComplete(); // nobody reads its body
            }
        }
    }

    private void send(HeaderList head, RelayResponse response) {
        stream.sendHeaders(head, response.body() == null);
        if (response.body() == null) {
            responseComplete = true;
            stopRequest();
        } else {
            // if the body breaks off, the gateway must see a reset and never a clean end
            sendBody(stream, response.body(), cause -> stream.reset(TunnelProtocol.resetCodeFor(cause)));
        }
    }

    private void sendFailure(RelayFailure failure) {
        countFailure(failure);
        stream.sendHeaders(failureHead(failure), true);
        responseComplete = true;
        stopRequest();
    }

    /** The response is complete before the request: the gateway need not send the rest (RFC 9113 8.1). */
    private void stopRequest() {
        if (!requestComplete) {
            stream.reset(Http2Error.NO_ERROR);
        }
    }

    /** The exchange is over before its response arrived: reads the body to its end, so that its sender can finish. */
    private static void discard(AsyncResult<RelayResponse> result) {
        if (result.succeeded() && result.result().body() != null) {
            result.result().body().handler(ByteBuf::release).resume();
        }
    }

    private static RelayFailure failureOf(Throwable cause) {
        return cause instanceof RelayFailure failure
                ? failure
                : new RelayFailure(FailureReason.CONNECTION_POINT_FAILED, String.valueOf(cause));
    }

    private static HeaderList responseHead(RelayResponse response) {
        HeaderList list = new HeaderList(HeaderFields.of(response.headers()))
                .status(HttpResponseStatus.valueOf(response.status()).codeAsText());
        return response.phrase().equals(usualPhrase(response.status()))
                ? list
                : list.addOwn(TunnelProtocol.PHRASE, response.phrase().replaceAll("[^\\x20-\\x7e]", "?"));
    }

    private static HeaderList failureHead(RelayFailure failure) {
        String detail = failure.detail().substring(0, Math.min(failure.detail().length(), MAX_DETAIL));
        return new HeaderList()
                .status(HttpResponseStatus.BAD_GATEWAY.codeAsText())
                .addOwn(TunnelProtocol.FAILURE, failure.reason().code())
                .addOwn(TunnelProtocol.DETAIL, URLEncoder.encode(detail, StandardCharsets.UTF_8));
    }

    // ------------------------------------------------------------------ receiving the request

    /** Trailers: dropped, but they end the request. */
    @Override
    public void onHeaders(HeaderList trailers, boolean end) {
        if (end) {
            inboundEnded();
        }
    }

    @Override
    void inboundEnded() {
        requestComplete = true;
        InboundBody body = inbound();
        if (body != null) {
            body.onEnd();
        }
    }

    @Override
    public void onReset(long errorCode) {
        // onClosed follows at once
    }

    @Override
    public void onClosed(ClosedBy cause) {
        closed = true;
        if (sendsBody()) {
            responseComplete = isBodySent();
        }
        ended();
        InboundBody body = inbound();
        if (body != null && !requestComplete) {
            body.fail(new RelayFailure(FailureReason.ABANDONED, "the gateway gave the request up"));
        } else if (body != null) {
            body.discard(); // the response is complete, or nobody waits for it
        }
        if (!responseComplete || !requestComplete) {
            abandoned.tryComplete();
        }
    }
}
