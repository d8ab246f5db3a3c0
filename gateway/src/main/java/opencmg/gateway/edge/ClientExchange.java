package opencmg.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.vertx.core.streams.ReadStream;
import opencmg.gateway.admission.AdmissionRequest;
import opencmg.gateway.admission.Admitted;
import opencmg.gateway.forwarding.ForwardedExchange;
import opencmg.gateway.forwarding.RequestBody;
import opencmg.gateway.refusal.Refusal;
import opencmg.http.RequestHead;
import opencmg.http.server.ServerExchange;
import org.jspecify.annotations.Nullable;

/** One request of a client from its head to the last byte of its answer, and what the log will tell of it. On its event loop. */
final class ClientExchange {

    private static final long WORTH_READING = 64 << 10;

    private final String id;
    private final ServerExchange http;
    private final ClientConnection connection;
    private final long began = System.nanoTime();
    private @Nullable ForwardedExchange forwarded;
    private @Nullable RequestBody body;
    private @Nullable Refusal refusal;
    private boolean asked;
    private boolean continued;
    private boolean gone;

    private ClientExchange(String id, ServerExchange http, ClientConnection connection) {
        this.id = id;
        this.http = http;
        this.connection = connection;
    }

    static ClientExchange begin(String id, ServerExchange http, ClientConnection connection) {
        ClientExchange exchange = new ClientExchange(id, http, connection);
        http.closeHandler(exchange::clientIsGone);
        connection.begin(exchange);
        return exchange;
    }

    AdmissionRequest arrival() {
        RequestHead head = http.request();
        return new AdmissionRequest(
                id, head.method(), head.target(), head.fields(), connection.chain(), head.contentLength());
    }

    void asked() {
        asked = true;
    }

    /** Whether admission has been asked, and so has kept its decision for explanations. */
    boolean wasAsked() {
        return asked;
    }

    ForwardedExchange admitted(Admitted admitted) {
        ReadStream<ByteBuf> stream = http.requestBody();
        if (stream != null) {
            body = new RequestBody(stream, this::bodyIsWanted, BodyFailures::body);
        }
        ForwardedExchange exchange = new ForwardedExchange(admitted, body);
        forwarded = exchange;
        exchange.whenCutOff(http::failUnsent);
        if (gone) {
            exchange.abandon();
        }
        return exchange;
    }

    private void bodyIsWanted() {
        if (head().expectsContinue()) {
            continued = true;
            connection.sendContinue();
        }
    }

    void clientIsGone() {
        gone = true;
        if (forwarded != null) {
            forwarded.abandon();
        }
    }

    void refused(Refusal because) {
        refusal = because;
    }

    void end() {
        connection.end();
        if (forwarded != null) {
            forwarded.end();
        }
    }

    // ------------------------------------------------------------------ what there is to know

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

    /** Null before it was admitted. */
    @Nullable
    ForwardedExchange forwarded() {
        return forwarded;
    }

    @Nullable
    Refusal refusal() {
        return refusal;
    }

    boolean gone() {
        return gone;
    }

    /** Whether a body was announced that nobody has asked for: nobody knows whether it will come. */
    boolean bodyIsUndecided() {
        return head().hasBody() && head().expectsContinue() && !continued;
    }

    /** Whether more of its body is to come than will be read for the sake of the connection. */
    boolean hasMuchToSend() {
        long length = head().contentLength();
        return head().hasBody() && !http.isRequestComplete() && (length < 0 || length - bytesIn() > WORTH_READING);
    }

    /** Whether it is the client who keeps the answer from going on: a server inside that falls silent is not its fault. */
    boolean waitsForTheReader() {
        return http.hasStarted() && (http.writeQueueFull() || http.hasEnded());
    }

    /** Whether the answer has begun. */
    boolean answering() {
        return http.hasStarted();
    }

    long bytesIn() {
        return body == null ? 0 : body.bytes();
    }

    long bytesOut() {
        return http.bytesWritten();
    }

    long nanos() {
        return System.nanoTime() - began;
    }
}
