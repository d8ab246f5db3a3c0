package opencmg.tunnel.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.AsyncResult;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.Relay;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.TunnelProtocol;
import opencmg.tunnel.http2.HeaderList;
import opencmg.tunnel.http2.Http2Connection;
import opencmg.tunnel.http2.Http2StreamListener;
import opencmg.tunnel.http2.TunnelStream;
import org.jspecify.annotations.Nullable;

/** One exchange at the connection point's end: the request comes out, {@link Relay} answers it. On the connection's loop. */
public final class ConnectorStream implements Http2StreamListener {

    private final Http2Connection codec;
    private final TunnelStream stream;
    private final ConnectionCounters traffic;
    private final Promise<Void> abandoned;
    private final @Nullable InboundBody inbound;
    private final RelayRequest request;
    private @Nullable OutboundBody outbound;
    private boolean requestWhole;
    private boolean answerWhole;
    private boolean closed;

    public ConnectorStream(
            Http2Connection codec,
            TunnelStream stream,
            ContextInternal loop,
            ConnectionCounters traffic,
            HeaderList head,
            boolean end) {
        this.codec = codec;
        this.stream = stream;
        this.traffic = traffic;
        this.abandoned = loop.promise();
        this.inbound = end ? null : new InboundBody(codec, stream, loop);
        this.requestWhole = end;
        this.request = new RelayRequest(
                HeaderMapping.method(head), HeaderMapping.target(head), head.fields(), inbound, abandoned.future());
    }

    public void begin(Relay relay) {
        traffic.begun();
        relay.relay(request).onComplete(answered -> codec.onLoop(() -> answer(answered)));
    }

    private void answer(AsyncResult<RelayResponse> answered) {
        if (closed) {
            drop(answered);
        } else if (answered.failed()) {
            fail(failureOf(answered.cause()));
        } else {
            HeaderList head = HeaderMapping.answer(answered.result());
            if (codec.takes(head)) {
                send(head, answered.result());
            } else {
                fail(new RelayFailure(
                        FailureReason.ANSWER_HEADERS_TOO_LARGE, "the gateway takes no head of that size"));
                abandoned.tryComplete(); // nobody will read its body
            }
        }
    }

    private void fail(RelayFailure failure) {
        traffic.failed(failure);
        stream.headers(HeaderMapping.failure(failure), true);
        answerWhole = true;
        giveRequestBack();
    }

    private void send(HeaderList head, RelayResponse response) {
        stream.headers(head, response.body() == null);
        if (response.body() == null) {
            answerWhole = true;
            giveRequestBack();
        } else {
            outbound = new OutboundBody(codec, stream, response.body(), this::answerBroke);
            outbound.start();
        }
    }

    /** The answer's sender broke off: the other end must see that too, never a clean end. */
    private void answerBroke(Throwable cause) {
        stream.reset(TunnelProtocol.brokenOff(cause));
    }

    /** Answered before the request was whole: the gateway need not send the rest (RFC 9113 8.1). */
    private void giveRequestBack() {
        if (!requestWhole) {
            stream.reset(Http2Error.NO_ERROR);
        }
    }

    /** The answer came when nobody waits any more: let its sender end. */
    private static void drop(AsyncResult<RelayResponse> answered) {
        if (answered.succeeded() && answered.result().body() != null) {
            answered.result().body().handler(ByteBuf::release).resume();
        }
    }

    private static RelayFailure failureOf(Throwable cause) {
        return cause instanceof RelayFailure failure
                ? failure
                : new RelayFailure(FailureReason.CONNECTION_POINT_FAILED, String.valueOf(cause));
    }

    @Override
    public void headers(HeaderList trailers, boolean end) {
        if (end) {
            requestEnded();
        }
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
            requestEnded();
        }
        return 0;
    }

    private void requestEnded() {
        requestWhole = true;
        if (inbound != null) {
            inbound.ended();
        }
    }

    @Override
    public void reset(long errorCode) {
        // closed() follows at once and tells the relay
    }

    @Override
    public void closed(ClosedBy cause) {
        closed = true;
        traffic.ended();
        if (outbound != null) {
            answerWhole = outbound.ended();
            outbound.stop();
            traffic.out(outbound.bytes());
        }
        if (inbound != null && !requestWhole) {
            inbound.broke(new RelayFailure(FailureReason.ABANDONED, "the gateway gave the request up"));
        } else if (inbound != null) {
            inbound.drop(); // answered, or nobody waits for the answer
        }
        if (!answerWhole || !requestWhole) {
            abandoned.tryComplete();
        }
    }
}
