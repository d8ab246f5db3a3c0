package opencmg.tunnel.exchange;

import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.Completable;
import io.vertx.core.internal.ContextInternal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import opencmg.http.HeaderFields;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.TunnelProtocol;
import opencmg.tunnel.http2.HeaderList;
import opencmg.tunnel.http2.Http2Connection;
import opencmg.tunnel.http2.TunnelStream;
import org.jspecify.annotations.Nullable;

/** One exchange at the gateway's end: sends the request and receives the response. On the connection's loop; the callback runs on the caller's context. */
public final class GatewayStream extends ExchangeStream {

    private final ContextInternal caller;
    private final RelayRequest request;
    private final Completable<RelayResponse> onResponse;
    private @Nullable TunnelStream stream;
    private @Nullable RelayFailure resetCause;
    private boolean headReceived;
    private boolean responseComplete;

    public GatewayStream(
            Http2Connection connection,
            ContextInternal caller,
            RelayRequest request,
            Counters counters,
            Completable<RelayResponse> onResponse) {
        super(connection, counters);
        this.caller = caller;
        this.request = request;
        this.onResponse = onResponse;
    }

    /** Fails the exchange before anything was sent. */
    public void refuse(FailureReason reason, String detail) {
        failCaller(new RelayFailure(reason, detail));
    }

    // ------------------------------------------------------------------ sending the request

    public void start() {
        HeaderList head = requestHead(request);
        if (!connection.accepts(head)) {
            refuse(FailureReason.REQUEST_HEADERS_TOO_LARGE, "the connection point takes no head of that size");
            return;
        }
        stream = connection.open(head, request.body() == null, this);
        if (stream == null) {
            refuse(FailureReason.NOT_SENT, "the connection takes no more streams");
            return;
        }
        started();
        if (request.body() != null) {
            sendBody(stream, request.body(), this::onRequestBroken);
        }
        request.abandoned().onComplete(done -> connection.runOnLoop(this::onAbandoned));
    }

    static HeaderList requestHead(RelayRequest request) {
        return new HeaderList(HeaderFields.of(request.headers()))
                .method(request.method())
                .scheme(TunnelProtocol.HTTPS)
                .path(request.target());
    }

    private void onRequestBroken(Throwable cause) {
        cancel(new RelayFailure(FailureReason.ABANDONED, "the request's body broke off: " + cause.getMessage()));
    }

    private void onAbandoned() {
        RelayFailure gone = new RelayFailure(FailureReason.ABANDONED, "the client has gone");
        cancel(gone);
        InboundBody body = inbound();
        if (body != null && responseComplete) {
            body.fail(gone); // no reset will end it, and its buffered chunks must be released
        }
    }

    /** Cancels the exchange from this end, and so on every further hop. */
    private void cancel(RelayFailure cause) {
        if (stream != null && !responseComplete) {
            resetCause = cause;
            stream.reset(Http2Error.CANCEL);
        }
    }

    // ------------------------------------------------------------------ receiving the response

    @Override
    public void onHeaders(HeaderList head, boolean end) {
        if (stream == null) {
            return;
        }
        if (headReceived) {
            onTrailers(end);
        } else if (!head.isInterim()) {
            onResponseHead(stream, head, end);
        }
    }

    private void onResponseHead(TunnelStream opened, HeaderList head, boolean end) {
        headReceived = true;
        responseComplete = end;
        int status = status(head);
        RelayFailure failure = failureIn(head);
        if (failure != null) {
            fail(failure);
        } else if (status < 200 || status > 599) {
            fail(new RelayFailure(FailureReason.BROKEN_OFF, "an answer without a status"));
        } else {
            InboundBody body = end ? null : receiveBody(opened, caller);
            RelayResponse response = new RelayResponse(status, phrase(head, status), head.fields(), body);
            caller.emit(response, toCaller -> onResponse.complete(toCaller, null));
        }
        if (end) {
            stopRequest();
        } else if (inbound() == null) {
            opened.reset(Http2Error.CANCEL); // nobody reads what follows
        }
    }

    /** Trailers are dropped, because an HTTP/1.1 client would not see them, but they end the response. */
    private void onTrailers(boolean end) {
        if (end && inbound() != null && !responseComplete) {
            inboundEnded();
        }
    }

    @Override
    void inboundEnded() {
        responseComplete = true;
        InboundBody body = inbound();
        if (body != null) {
            body.onEnd();
        }
        stopRequest();
    }

    /** The response is complete. Nobody reads the rest of a request that is still being sent, so it is cancelled (RFC 9113 8.1). */
    private void stopRequest() {
        if (sendsBody() && stream != null && stream.isSending()) {
            stopSending();
            stream.reset(Http2Error.CANCEL);
        }
    }

    private static int status(HeaderList head) {
        CharSequence status = head.status();
        try {
            return status == null ? 0 : Integer.parseInt(status.toString());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String phrase(HeaderList head, int status) {
        CharSequence phrase = head.get(TunnelProtocol.PHRASE);
        return phrase == null ? usualPhrase(status) : phrase.toString();
    }

    /** The failure that the connection point reports, or null if this is a response. */
    static @Nullable RelayFailure failureIn(HeaderList head) {
        CharSequence code = head.get(TunnelProtocol.FAILURE);
        if (code == null) {
            return null;
        }
        CharSequence detail = head.get(TunnelProtocol.DETAIL);
        return new RelayFailure(FailureReason.of(code.toString()), detail == null ? "" : decoded(detail.toString()));
    }

    private static String decoded(String detail) {
        try {
            return URLDecoder.decode(detail, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return detail; // undecoded: one bad escape must not end the connection
        }
    }

    // ------------------------------------------------------------------ the end

    @Override
    public void onReset(long errorCode) {
        if (resetCause == null) {
            resetCause = TunnelProtocol.failureOf(Http2Error.valueOf(errorCode));
        }
    }

    @Override
    public void onClosed(ClosedBy cause) {
        ended();
        if (responseComplete) {
            return;
        }
        RelayFailure failure = resetCause != null ? resetCause : failureOf(cause);
        InboundBody body = inbound();
        if (!headReceived) {
            headReceived = true;
            fail(failure);
        } else if (body != null) {
            countFailure(failure);
            body.fail(failure);
        }
    }

    private void fail(RelayFailure failure) {
        countFailure(failure);
        failCaller(failure);
    }

    private void failCaller(RelayFailure failure) {
        caller.emit(failure, toCaller -> onResponse.complete(null, toCaller));
    }

    private RelayFailure failureOf(ClosedBy cause) {
        return switch (cause) {
            case GOAWAY ->
                new RelayFailure(FailureReason.NOT_SENT, "the connection point closed before it saw the request");
            case CONNECTION ->
                new RelayFailure(
                        FailureReason.TUNNEL_LOST,
                        "the tunnel was lost while the request was under way: " + connection.closeReason());
            case STREAM -> new RelayFailure(FailureReason.BROKEN_OFF, protocolError());
        };
    }

    private String protocolError() {
        String error = stream == null ? null : stream.protocolError();
        return error == null ? "the connection point ended the exchange without an answer" : error;
    }
}
