package opencmg.tunnel.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.Completable;
import io.vertx.core.internal.ContextInternal;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.TunnelProtocol;
import opencmg.tunnel.http2.HeaderList;
import opencmg.tunnel.http2.Http2Connection;
import opencmg.tunnel.http2.Http2StreamListener;
import opencmg.tunnel.http2.TunnelStream;
import org.jspecify.annotations.Nullable;

/** One exchange at the gateway's end: the request goes out, the answer comes in. On the connection's loop; the callback runs on the caller's context. */
public final class GatewayStream implements Http2StreamListener {

    private final Http2Connection codec;
    private final ContextInternal caller;
    private final RelayRequest request;
    private final ConnectionCounters traffic;
    private final Completable<RelayResponse> onResponse;
    private @Nullable TunnelStream stream;
    private @Nullable OutboundBody outbound;
    private @Nullable InboundBody inbound;
    private @Nullable RelayFailure resetCause;
    private boolean answered;
    private boolean whole;

    public GatewayStream(
            Http2Connection codec,
            ContextInternal caller,
            RelayRequest request,
            ConnectionCounters traffic,
            Completable<RelayResponse> onResponse) {
        this.codec = codec;
        this.caller = caller;
        this.request = request;
        this.traffic = traffic;
        this.onResponse = onResponse;
    }

    public void notSent(String why) {
        failCaller(new RelayFailure(FailureReason.NOT_SENT, why));
    }

    public void overLimit(String why) {
        failCaller(new RelayFailure(FailureReason.OVER_LIMIT, why));
    }

    public void begin() {
        HeaderList head = HeaderMapping.request(request);
        if (!codec.takes(head)) {
            failCaller(new RelayFailure(
                    FailureReason.REQUEST_HEADERS_TOO_LARGE, "the connection point takes no head of that size"));
            return;
        }
        stream = codec.open(head, request.body() == null, this);
        if (stream == null) {
            notSent("the connection takes no more streams");
            return;
        }
        traffic.begun();
        if (request.body() != null) {
            outbound = new OutboundBody(codec, stream, request.body(), this::requestBroke);
            outbound.start();
        }
        request.abandoned().onComplete(gone -> codec.onLoop(this::abandon));
    }

    private void requestBroke(Throwable cause) {
        give(new RelayFailure(FailureReason.ABANDONED, "the request's body broke off: " + cause.getMessage()));
    }

    private void abandon() {
        RelayFailure gone = new RelayFailure(FailureReason.ABANDONED, "the client has gone");
        give(gone);
        if (inbound != null && whole) {
            inbound.broke(gone); // no reset will tell it, and what waits of it must not stay
        }
    }

    /** Gives the exchange up from this side: cancels it on every further hop. */
    private void give(RelayFailure cause) {
        if (stream != null && !whole) {
            resetCause = cause;
            stream.reset(Http2Error.CANCEL);
        }
    }

    // ------------------------------------------------------------------ the answer

    @Override
    public void headers(HeaderList head, boolean end) {
        if (stream == null) {
            return;
        }
        if (answered) {
            trailers(end);
            return;
        }
        if (head.isInterim()) {
            return;
        }
        int status = HeaderMapping.status(head);
        answered = true;
        whole = end;
        RelayFailure failure = HeaderMapping.failureOf(head);
        if (failure != null) {
            fail(failure);
        } else if (status < 200 || status > 599) {
            fail(new RelayFailure(FailureReason.BROKEN_OFF, "an answer without a status"));
        } else {
            inbound = end ? null : new InboundBody(codec, stream, caller);
            RelayResponse response = new RelayResponse(status, HeaderMapping.phrase(head), head.fields(), inbound);
            caller.emit(response, toCaller -> onResponse.complete(toCaller, null));
        }
        if (end) {
            finish();
        }
    }

    /** They carry nothing that a client of HTTP/1.1 would see, but may be the end. */
    private void trailers(boolean end) {
        if (end && inbound != null && !whole) {
            bodyEnds(inbound);
        }
    }

    private void bodyEnds(InboundBody body) {
        whole = true;
        body.ended();
        finish();
    }

    @Override
    public int data(ByteBuf bytes, boolean end) {
        int size = bytes.readableBytes();
        traffic.in(size);
        if (inbound == null) {
            return size;
        }
        if (size > 0) {
            inbound.arrived(bytes);
        }
        if (end) {
            bodyEnds(inbound);
        }
        return 0;
    }

    /** The answer is whole. A request that is still being sent, or waits for the window, has nobody to read it: the stream is reset, as RFC 9113 8.1 allows. */
    private void finish() {
        if (outbound != null && stream != null && stream.isSending()) {
            outbound.stop();
            stream.reset(Http2Error.NO_ERROR);
        }
    }

    @Override
    public void reset(long errorCode) {
        if (resetCause == null) {
            resetCause = TunnelProtocol.reset(Http2Error.valueOf(errorCode));
        }
    }

    @Override
    public void closed(ClosedBy cause) {
        traffic.ended();
        if (outbound != null) {
            outbound.stop();
            traffic.out(outbound.bytes());
        }
        if (whole) {
            return;
        }
        RelayFailure failure = resetCause != null ? resetCause : lost(cause);
        if (!answered) {
            answered = true;
            fail(failure);
        } else if (inbound != null) {
            note(failure);
            inbound.broke(failure);
        }
    }

    private void fail(RelayFailure failure) {
        note(failure);
        failCaller(failure);
    }

    private void failCaller(RelayFailure failure) {
        caller.emit(failure, toCaller -> onResponse.complete(null, toCaller));
    }

    private void note(RelayFailure failure) {
        if (failure.reason() != FailureReason.ABANDONED) {
            traffic.failed(failure);
        }
    }

    private RelayFailure lost(ClosedBy cause) {
        return switch (cause) {
            case GOAWAY ->
                new RelayFailure(FailureReason.NOT_SENT, "the connection point closed before it saw the request");
            case CONNECTION ->
                new RelayFailure(
                        FailureReason.TUNNEL_LOST,
                        "the tunnel was lost while the request was under way: " + codec.causeOfClose());
            case STREAM -> new RelayFailure(FailureReason.BROKEN_OFF, fault());
        };
    }

    private String fault() {
        String fault = stream == null ? null : stream.fault();
        return fault == null ? "the connection point ended the exchange without an answer" : fault;
    }
}
