package opencmg.connectionpoint.upstream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import org.jspecify.annotations.Nullable;

/**
 * One request to a management point and its answer. Connects, sends, waits, answers; whatever happens first ends it, and it ends once. On
 * one event loop throughout.
 */
final class Exchange {

    private static final int MOST_ATTEMPTS = 2;

    private final RelayRequest request;
    private final Route route;
    private final UpstreamRoom room;
    private final ProxyLog said;
    private final long deadlineMillis;
    private final Sending sending;
    private final Promise<RelayResponse> answer = Promise.promise();

    private Phase phase = Phase.CONNECT;
    private int attempts;
    private long lastMoved;
    private long received;
    private boolean over;
    private @Nullable HttpClientRequest out;
    private @Nullable WatchedBody answerBody;

    Exchange(RelayRequest request, Route route, UpstreamRoom room) {
        this.request = request;
        this.route = route;
        this.room = room;
        this.said = new ProxyLog(request, route);
        this.sending = new Sending(request, this);
        this.deadlineMillis = 1000L
                * MessageHeaders.deadlineSeconds(
                        request.headers(), room.limits().deadlineSeconds());
    }

    /** Begins; a slot has been taken for it. */
    Future<RelayResponse> begin() {
        moved();
        room.watch().add(this);
        route.counters().begun(MessageHeaders.bearerToken(request.headers()));
        said.switched();
        request.abandoned()
                .onComplete(gone -> end(new RelayFailure(FailureReason.ABANDONED, "the requester has gone")));
        connect();
        return answer.future();
    }

    private void connect() {
        attempts++;
        phase = Phase.CONNECT;
        try {
            room.client().request(options()).onComplete(this::connected, this::notConnected);
        } catch (RuntimeException e) { // refused before anything was sent
            RelayFailure failure = UpstreamFaults.unsendable(e);
            said.unsendable(failure);
            end(failure);
        }
    }

    private RequestOptions options() {
        Upstream upstream = route.upstream();
        return new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setSsl(upstream.ssl())
                .setHost(upstream.host())
                .setPort(upstream.port())
                .setURI(route.uri())
                .setHeaders(MessageHeaders.towardsUpstream(request.headers(), request.body() != null));
    }

    private void notConnected(Throwable cause) {
        end(UpstreamFaults.connecting(
                route.upstream(), cause, room.certificates().summary()));
    }

    private void connected(HttpClientRequest connection) {
        connection.exceptionHandler(
                said::exception); // the response's future tells the same; without it each is an error in the log
        if (over) {
            discard(connection);
            return;
        }
        out = connection;
        moved();
        said.forwarding();
        phase = request.body() == null ? Phase.WAIT : Phase.SEND;
        Future<Void> head = sending.begin(connection);
        connection.response().onComplete(this::answered, cause -> head.onComplete(h -> lost(cause, h.failed())));
    }

    private void lost(Throwable cause, boolean nothingSent) {
        if (!over && attempts < MOST_ATTEMPTS && (nothingSent || Verbs.mayRepeat(request))) {
            said.again(cause);
            connect();
        } else {
            end(UpstreamFaults.lost(route.upstream(), cause, phase));
        }
    }

    private void answered(HttpClientResponse in) {
        if (over) {
            return;
        }
        moved();
        phase = Phase.ANSWER;
        said.received(in.statusCode(), in.statusMessage());
        route.reachability().answered();
        boolean bodyless = Verbs.answerHasNoBody(request.method(), in);
        if (bodyless) {
            in.endHandler(end -> end(null));
            in.exceptionHandler(cause -> end(null)); // the answer was whole with its head
        } else {
            answerBody = new WatchedBody(in.pause(), new AnswerWatcher());
        }
        var headers = MessageHeaders.towardsGateway(in.headers());
        if (room.certificates().wantedBy(route.upstream(), in)) {
            headers.set(MessageHeaders.CERTIFICATE_FILTERS, room.certificates().summary());
        }
        String phrase = in.statusMessage() == null ? "" : in.statusMessage();
        answer.tryComplete(new RelayResponse(in.statusCode(), phrase, headers, answerBody));
    }

    /** Looked at four times a second. */
    void tick() {
        long silent = room.watch().now() - lastMoved;
        if (phase != Phase.ANSWER) {
            if (silent > deadlineMillis) {
                end(UpstreamFaults.tooLate(route.upstream(), phase, silent));
            }
        } else if (answerBody != null
                && answerBody.wanted()
                && silent > room.limits().answerIdle().toMillis()) {
            end(UpstreamFaults.tooLate(route.upstream(), phase, silent));
        }
    }

    void moved() {
        lastMoved = room.watch().now();
    }

    /** From now on the server inside is waited for. */
    void requestSent() {
        moved();
        if (phase == Phase.SEND) {
            phase = Phase.WAIT;
        }
    }

    boolean isOver() {
        return over;
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
        if (out != null && (failure != null || !sending.whole())) {
            discard(out);
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

    /** An HTTP/1.1 connection in the middle of a message is of no further use. */
    private void discard(HttpClientRequest connection) {
        connection.reset().onFailure(said::exception);
    }

    private final class AnswerWatcher implements WatchedBody.Watcher {

        @Override
        public void moved(int bytes) {
            received += bytes;
            Exchange.this.moved();
        }

        @Override
        public @Nullable RelayFailure ended() {
            end(null);
            return null;
        }

        @Override
        public RelayFailure broken(Throwable cause) {
            RelayFailure failure = UpstreamFaults.lost(route.upstream(), cause, phase);
            end(failure);
            return failure;
        }
    }
}
