package opencmg.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.vertx.core.streams.ReadStream;
import java.util.function.BooleanSupplier;
import opencmg.gateway.admission.AdmissionRequest;
import opencmg.gateway.admission.Admitted;
import opencmg.gateway.forwarding.ForwardedExchange;
import opencmg.gateway.forwarding.RequestBody;
import opencmg.gateway.refusal.Refusal;
import opencmg.http.RequestHead;
import opencmg.http.server.ServerExchange;
import org.jspecify.annotations.Nullable;

/** One request of a client, from its head to the last byte of its response, and what the access log needs of it. On its event loop. */
final class ClientExchange {

    /** If more of a request's body is still to come when it is answered, the connection is closed instead of reading it. */
    private static final long MAX_DRAINED_BODY = 64 << 10;

    private final String id;
    private final ServerExchange http;
    private final ClientConnection connection;
    private final long startNanos = System.nanoTime();
    private @Nullable ForwardedExchange forwarded;
    private @Nullable RequestBody body;
    private @Nullable Refusal refusal;
    private boolean admissionCalled;
    private boolean continueSent;
    private boolean clientGone;

    private ClientExchange(String id, ServerExchange http, ClientConnection connection) {
        this.id = id;
        this.http = http;
        this.connection = connection;
    }

    static ClientExchange begin(String id, ServerExchange http, ClientConnection connection) {
        ClientExchange exchange = new ClientExchange(id, http, connection);
        http.closeHandler(exchange::onClientGone);
        connection.begin(exchange);
        return exchange;
    }

    /** @param target in origin form */
    AdmissionRequest admissionRequest(String target) {
        RequestHead head = http.request();
        return new AdmissionRequest(id, head.method(), target, head.fields(), connection.chain(), head.contentLength());
    }

    void admissionCalled() {
        admissionCalled = true;
    }

    /** Whether admission was called, and therefore keeps its decision for explanations. */
    boolean wasAdmissionCalled() {
        return admissionCalled;
    }

    /** Makes what is sent inside. */
    ForwardedExchange forward(Admitted admitted) {
        ReadStream<ByteBuf> stream = http.requestBody();
        if (stream != null) {
            body = new RequestBody(stream, this::sendContinueIfExpected, SyntaxRefusals::ofBody);
        }
        ForwardedExchange exchange = new ForwardedExchange(admitted, body);
        forwarded = exchange;
        exchange.onAbort(http::failUnsent);
        if (clientGone) {
            exchange.abandon();
        }
        return exchange;
    }

    private void sendContinueIfExpected() {
        if (head().expectsContinue()) {
            continueSent = true;
            connection.sendContinue();
        }
    }

    void onClientGone() {
        clientGone = true;
        abandon();
    }

    /** Cancels it on every further hop; nothing happens when it was not forwarded. */
    void abandon() {
        if (forwarded != null) {
            forwarded.abandon();
        }
    }

    void refused(Refusal reason) {
        refusal = reason;
    }

    void end() {
        connection.end();
        if (forwarded != null) {
            forwarded.end();
        }
    }

    // ------------------------------------------------------------------ state

    String id() {
        return id;
    }

    ServerExchange http() {
        return http;
    }

    ClientConnection connection() {
        return connection;
    }

    RequestHead head() {
        return http.request();
    }

    boolean isHead() {
        return head().isHead();
    }

    /** Null before admission. */
    @Nullable
    ForwardedExchange forwarded() {
        return forwarded;
    }

    @Nullable
    Refusal refusal() {
        return refusal;
    }

    boolean isClientGone() {
        return clientGone;
    }

    /** Whether the connection must be closed after the response, because the gateway drains or cannot tell where the next request begins. */
    boolean mustClose(BooleanSupplier draining) {
        return draining.getAsBoolean() || isBodyUndecided() || hasLargeRemainder();
    }

    /** A body was announced and 100 Continue was not sent: the client may send it or not. */
    private boolean isBodyUndecided() {
        return head().hasBody() && head().expectsContinue() && !continueSent;
    }

    private boolean hasLargeRemainder() {
        long length = head().contentLength();
        return head().hasBody() && !http.isRequestComplete() && (length < 0 || length - bytesIn() > MAX_DRAINED_BODY);
    }

    /** Whether the response waits for the client to read, and not for the inside to send more of it. */
    boolean isWaitingForClientToRead() {
        return http.hasStarted() && (http.writeQueueFull() || http.hasEnded());
    }

    long bytesIn() {
        return body == null ? 0 : body.bytes();
    }

    long bytesOut() {
        return http.bytesWritten();
    }

    long nanos() {
        return System.nanoTime() - startNanos;
    }
}
