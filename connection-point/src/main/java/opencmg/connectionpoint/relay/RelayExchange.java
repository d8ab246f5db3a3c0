package opencmg.connectionpoint.relay;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import opencmg.http.ResponseHead;
import opencmg.http.UnwritableHeadException;
import opencmg.http.client.ResponseListener;
import opencmg.http.client.UpstreamConnection;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import org.jspecify.annotations.Nullable;

/**
 * One request to a management point and its answer. Connects, sends, waits, answers; whatever happens first ends it, and it ends once. On
 * one event loop throughout.
 */
final class RelayExchange implements ResponseListener {

    private static final int MOST_ATTEMPTS = 2;

    private final RelayRequest request;
    private final Route route;
    private final RelayContext room;
    private final ProxyLog said;
    private final long deadlineMillis;
    private final RequestSender sending;
    private final Promise<RelayResponse> answer = Promise.promise();

    private ExchangePhase phase = ExchangePhase.CONNECT;
    private int attempts;
    private long lastMoved;
    private long received;
    private boolean over;
    private @Nullable UpstreamConnection out;
    private @Nullable ObservedBody answerBody;

    RelayExchange(RelayRequest request, Route route, RelayContext room) {
        this.request = request;
        this.route = route;
        this.room = room;
        this.said = new ProxyLog(request, route);
        this.sending = new RequestSender(request, this);
        this.deadlineMillis = 1000L
                * MessageHeaders.deadlineSeconds(
                        request.headers(), room.limits().deadlineSeconds());
    }

    /** Begins; a slot has been taken for it. */
    Future<RelayResponse> begin() {
        moved();
        room.watch().add(this);
        room.secondTries().request();
        route.counters().begun(MessageHeaders.bearerToken(request.headers()));
        said.switched();
        request.abandoned()
                .onComplete(gone -> end(new RelayFailure(FailureReason.ABANDONED, "the requester has gone")));
        connect();
        return answer.future();
    }

    private void connect() {
        attempts++;
        phase = ExchangePhase.CONNECT;
        room.client().acquire(route.upstream().server(), this);
    }

    @Override
    public void onConnectFailed(Throwable cause) {
        end(UpstreamFailures.connecting(
                route.upstream(), cause, room.certificates().summary()));
    }

    @Override
    public void onConnected(UpstreamConnection connection) {
        if (over) {
            connection.release();
            return;
        }
        moved();
        said.forwarding();
        phase = request.body() == null ? ExchangePhase.WAIT : ExchangePhase.SEND;
        try {
            out = connection;
            sending.begin(connection, route.uri());
            if (over) { // its body had broken off before
                connection.abort(this);
            }
        } catch (UnwritableHeadException e) {
            out = null;
            connection.release();
            RelayFailure failure = UpstreamFailures.unsendable();
            said.unsendable(failure);
            end(failure);
        }
    }

    @Override
    public void onFailure(Throwable cause, boolean nothingSent) {
        said.exception(cause);
        boolean stale = out != null && out.hasServed(); // the server may have closed it just as it was used again
        boolean safe = nothingSent || (stale && HttpMethods.mayRepeat(request));
        if (attempts < MOST_ATTEMPTS && safe && room.secondTries().take()) {
            out = null;
            said.again(cause);
            connect();
        } else {
            end(UpstreamFailures.lost(route.upstream(), cause, phase));
        }
    }

    @Override
    public void onResponse(ResponseHead head, @Nullable ReadStream<ByteBuf> body) {
        moved();
        phase = ExchangePhase.ANSWER;
        said.received(head.status(), head.phrase());
        route.reachability().answered();
        if (body != null) {
            answerBody = new ObservedBody(body, new AnswerWatcher());
        }
        MultiMap headers = MessageHeaders.towardsGateway(head.fields());
        if (room.certificates().wantedBy(route.upstream(), head)) {
            headers.set(MessageHeaders.CERTIFICATE_FILTERS, room.certificates().summary());
        }
        answer.tryComplete(new RelayResponse(head.status(), head.phrase(), headers, answerBody));
    }

    @Override
    public void onResponseEnd() {
        end(null);
    }

    @Override
    public void onRequestSent() {
        moved();
        if (phase == ExchangePhase.SEND) {
            phase = ExchangePhase.WAIT;
        }
    }

    /** Looked at four times a second. */
    void tick() {
        long silent = room.watch().now() - lastMoved;
        if (phase != ExchangePhase.ANSWER) {
            if (silent > deadlineMillis) {
                end(UpstreamFailures.tooLate(route.upstream(), phase, silent));
            }
        } else if (answerBody != null
                && answerBody.wanted()
                && silent > room.limits().answerIdle().toMillis()) {
            end(UpstreamFailures.tooLate(route.upstream(), phase, silent));
        }
    }

    void moved() {
        lastMoved = room.watch().now();
    }

    /** The one end: whole, or with what went wrong. */
    void end(@Nullable RelayFailure failure) {
        if (over) {
            return;
        }
        over = true;
        room.watch().remove(this);
        room.slots().giveBack();
        route.counters().ended(sending.sent(), received, failure != null);
        said.done(sending.sent(), received, failure);
        if (failure != null) {
            tell(failure);
        }
        if (failure != null && out != null) {
            out.abort(this);
        } else if (out == null) {
            room.client().cancel(route.upstream().server(), this);
        }
    }

    /** Before the connection is discarded: otherwise its end would be told in place of what led to it. */
    private void tell(RelayFailure failure) {
        if (failure.reason().hop().equals("upstream")) {
            route.reachability().failed(failure);
        }
        if (!answer.tryFail(failure) && answerBody != null) {
            answerBody.breakOff(failure);
        }
    }

    private final class AnswerWatcher implements ObservedBody.Watcher {

        @Override
        public void moved(int bytes) {
            received += bytes;
            RelayExchange.this.moved();
        }

        @Override
        public @Nullable RelayFailure ended() {
            end(null);
            return null;
        }

        @Override
        public RelayFailure broken(Throwable cause) {
            RelayFailure failure = UpstreamFailures.lost(route.upstream(), cause, phase);
            end(failure);
            return failure;
        }
    }
}
