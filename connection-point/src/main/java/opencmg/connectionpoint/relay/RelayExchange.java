package opencmg.connectionpoint.relay;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import java.util.Set;
import opencmg.http.Framing;
import opencmg.http.HeaderFields;
import opencmg.http.HeaderFields.Via;
import opencmg.http.RequestHead;
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
 * One request to an upstream and its response: connect, send, wait, read. Whatever happens first ends it, and it ends exactly once. Runs on one
 * event loop.
 */
final class RelayExchange implements ResponseListener {

    /** How far an exchange has come. The text appears in the detail of its failure. */
    enum Phase {
        CONNECT("connect"),
        SEND("send the request"),
        WAIT("wait for the answer"),
        READ("read the answer");

        private final String text;

        Phase(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private static final int MAX_ATTEMPTS = 2;

    /** Methods for which a server expects a Content-Length even when there is no body: IIS answers 411 without it. */
    private static final Set<String> METHODS_WITH_LENGTH = Set.of("POST", "PUT", "PATCH", "CCM_POST", "BITS_POST");

    /**
     * Methods that may be sent again although the server may have received them (RFC 9110 section 9.2.2). PROPFIND would qualify too, but we do not
     * rely on a management point to treat it so.
     */
    private static final Set<String> REPEATABLE_METHODS = Set.of("GET", "HEAD");

    private final RelayRequest request;
    private final RoutingTable.Route route;
    private final UpstreamRelay relay;
    private final ProxyLog proxyLog;
    private final long deadlineMillis;
    private final long announcedLength;
    private final Promise<RelayResponse> response = Promise.promise();

    private Phase phase = Phase.CONNECT;
    private int attempts;
    private long lastProgress;
    private long bytesSent;
    private long bytesReceived;
    private boolean ended;
    private @Nullable UpstreamConnection connection;
    private @Nullable ObservedBody responseBody;

    RelayExchange(RelayRequest request, RoutingTable.Route route, UpstreamRelay relay) {
        this.request = request;
        this.route = route;
        this.relay = relay;
        this.proxyLog = new ProxyLog(request, route);
        this.announcedLength = MessageHeaders.contentLength(request.headers());
        this.deadlineMillis = 1000L
                * MessageHeaders.deadlineSeconds(
                        request.headers(), relay.limits().deadlineSeconds());
    }

    /** Starts; the caller has acquired a slot, which the end of the exchange releases. */
    Future<RelayResponse> start() {
        progressed();
        relay.started(this);
        relay.retryBudget().request();
        route.counters().started(MessageHeaders.hasBearerToken(request.headers()));
        proxyLog.routed();
        request.abandoned()
                .onComplete(gone -> end(new RelayFailure(FailureReason.ABANDONED, "the requester has gone")));
        connect();
        return response.future();
    }

    // ------------------------------------------------------------------ connection and request

    private void connect() {
        attempts++;
        phase = Phase.CONNECT;
        relay.client().acquire(route.upstream().origin(), this);
    }

    @Override
    public void onConnectFailed(Throwable cause) {
        end(UpstreamFailures.notConnected(
                route.upstream(), cause, relay.certificate().summary()));
    }

    @Override
    public void onConnected(UpstreamConnection acquired) {
        if (ended) {
            acquired.release();
            return;
        }
        progressed();
        proxyLog.forwarding();
        phase = request.body() == null ? Phase.WAIT : Phase.SEND;
        try {
            connection = acquired;
            send(acquired);
            if (ended) { // the request body had failed before
                acquired.abort(this);
            }
        } catch (UnwritableHeadException e) {
            connection = null;
            acquired.release();
            RelayFailure failure = UpstreamFailures.unwritableHead();
            proxyLog.unwritable(failure);
            end(failure);
        }
    }

    private void send(UpstreamConnection to) {
        HeaderFields fields = MessageHeaders.toUpstream(request.headers());
        relay.via().addToRequest(fields, Via.HTTP_2);
        RequestHead head = new RequestHead(request.method(), route.uri(), 1, fields, bodyLength());
        to.send(
                head,
                request.body() == null ? null : new ObservedBody(request.body(), new RequestBodyListener()),
                this);
    }

    private long bodyLength() {
        if (request.body() != null) {
            return announcedLength < 0 ? Framing.CHUNKED : announcedLength;
        }
        return announcedLength >= 0 || METHODS_WITH_LENGTH.contains(request.method()) ? 0 : Framing.UNSPECIFIED;
    }

    @Override
    public void onRequestSent() {
        progressed();
        if (phase == Phase.SEND) {
            phase = Phase.WAIT;
        }
    }

    @Override
    public void onFailure(Throwable cause, boolean nothingSent) {
        proxyLog.connectionFailed(cause);
        // The server may have closed an idle connection just as it was used again.
        boolean stale = connection != null && connection.hasServed();
        boolean safe = nothingSent || (stale && isRepeatable());
        if (attempts < MAX_ATTEMPTS && safe && relay.retryBudget().take()) {
            connection = null;
            proxyLog.retrying(cause);
            connect();
        } else {
            end(UpstreamFailures.lost(route.upstream(), cause, phase));
        }
    }

    private boolean isRepeatable() {
        return request.body() == null && REPEATABLE_METHODS.contains(request.method());
    }

    // ------------------------------------------------------------------ response

    @Override
    public void onResponse(ResponseHead head, @Nullable ReadStream<ByteBuf> body) {
        progressed();
        phase = Phase.READ;
        proxyLog.received(head.status(), head.phrase());
        route.upstream().responded();
        if (body != null) {
            responseBody = new ObservedBody(body, new ResponseBodyListener());
        }
        MultiMap headers = MessageHeaders.toGateway(head.fields());
        relay.via().addToResponse(headers, head.minorVersion());
        if (head.status() == 403 && relay.certificate().isRejectedBy(route.upstream(), head)) {
            headers.set(MessageHeaders.CERTIFICATE_FILTERS, relay.certificate().summary());
        }
        response.tryComplete(new RelayResponse(head.status(), head.phrase(), headers, responseBody));
    }

    @Override
    public void onResponseEnd() {
        end(null);
    }

    // ------------------------------------------------------------------ timeouts and the end

    /** Called four times a second. A response body times out only while the next hop would take more of it. */
    void checkTimeouts() {
        long idleMillis = relay.now() - lastProgress;
        boolean timedOut = phase == Phase.READ
                ? responseBody != null
                        && responseBody.hasDemand()
                        && idleMillis > relay.limits().responseIdle().toMillis()
                : idleMillis > deadlineMillis;
        if (timedOut) {
            end(UpstreamFailures.timedOut(route.upstream(), phase, idleMillis));
        }
    }

    private void progressed() {
        lastProgress = relay.now();
    }

    /** @param failure null after a complete response */
    private void end(@Nullable RelayFailure failure) {
        if (ended) {
            return;
        }
        ended = true;
        relay.ended(this);
        route.counters().ended(bytesSent, bytesReceived, failure != null);
        proxyLog.ended(bytesSent, bytesReceived, failure);
        if (failure != null) {
            report(failure);
        }
        if (failure != null && connection != null) {
            connection.abort(this);
        } else if (connection == null) {
            relay.client().cancel(route.upstream().origin(), this);
        }
    }

    /** Before the connection is aborted, whose own failure would otherwise hide the cause. */
    private void report(RelayFailure failure) {
        if (failure.reason().hop().equals("upstream")) {
            route.upstream().failed(failure);
        }
        if (!response.tryFail(failure) && responseBody != null) {
            responseBody.fail(failure);
        }
    }

    // ------------------------------------------------------------------ bodies

    /** Checks that the body is as long as announced: the server would read a surplus byte as the start of the next request. */
    private final class RequestBodyListener implements ObservedBody.Listener {

        @Override
        public void onProgress(int bytes) {
            bytesSent += bytes;
            progressed();
            if (announcedLength >= 0 && bytesSent > announcedLength) {
                end(lengthMismatch());
            }
        }

        @Override
        public @Nullable RelayFailure onEnd() {
            if (announcedLength < 0 || bytesSent == announcedLength) {
                return null;
            }
            RelayFailure failure = lengthMismatch();
            end(failure);
            return failure;
        }

        @Override
        public RelayFailure onFailure(Throwable cause) {
            RelayFailure failure = cause instanceof RelayFailure known
                    ? known
                    : new RelayFailure(FailureReason.ABANDONED, "the request's body broke off: " + cause.getMessage());
            end(failure);
            return failure;
        }

        private RelayFailure lengthMismatch() {
            return new RelayFailure(
                    FailureReason.BROKEN_OFF,
                    "the request's body has " + bytesSent + " bytes and Content-Length says " + announcedLength);
        }
    }

    private final class ResponseBodyListener implements ObservedBody.Listener {

        @Override
        public void onProgress(int bytes) {
            bytesReceived += bytes;
            progressed();
        }

        @Override
        public @Nullable RelayFailure onEnd() {
            end(null);
            return null;
        }

        @Override
        public RelayFailure onFailure(Throwable cause) {
            RelayFailure failure = UpstreamFailures.lost(route.upstream(), cause, phase);
            end(failure);
            return failure;
        }
    }
}
