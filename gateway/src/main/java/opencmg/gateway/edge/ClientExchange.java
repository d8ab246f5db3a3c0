package opencmg.gateway.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import opencmg.gateway.admission.Admitted;
import opencmg.gateway.admission.Arrival;
import opencmg.gateway.forwarding.Exchange;
import opencmg.gateway.forwarding.RequestBody;
import opencmg.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** One request of a client from its head to the last byte of its answer, and what the log will tell of it. On its event loop. */
final class ClientExchange {

    private final String id;
    private final HttpServerRequest http;
    private final ClientConnection connection;
    private final long began = System.nanoTime();
    private RequestHead head;
    private @Nullable Exchange forwarded;
    private @Nullable RequestBody body;
    private @Nullable Refusal refusal;
    private boolean asked;
    private boolean continued;
    private boolean closing;
    private boolean gone;

    private ClientExchange(String id, HttpServerRequest http, ClientConnection connection) {
        this.id = id;
        this.http = http;
        this.connection = connection;
        this.head = RequestHead.lenient(http);
    }

    /** From here on nothing of the body moves until somebody reads it. */
    static ClientExchange begin(String id, HttpServerRequest http, ClientConnection connection) {
        ClientExchange exchange = new ClientExchange(id, http, connection);
        if (exchange.head.hasBody()) {
            http.pause();
        }
        http.response().closeHandler(closed -> exchange.clientIsGone());
        connection.begin(exchange);
        return exchange;
    }

    /** @throws Refusal when the head is ambiguous or has too many fields */
    Arrival arrival(int mostFields) {
        head = RequestHead.of(http, mostFields);
        return new Arrival(
                id, http.method().name(), http.uri(), http.headers(), connection.chain(), head.contentLength());
    }

    void asked() {
        asked = true;
    }

    /** Whether admission has been asked, and so has kept its decision for explanations. */
    boolean wasAsked() {
        return asked;
    }

    Exchange admitted(Admitted admitted) {
        if (head.hasBody()) {
            body = new RequestBody(http, this::bodyIsWanted, Unreadable::body);
        }
        Exchange exchange = new Exchange(admitted, body);
        forwarded = exchange;
        if (gone) {
            exchange.abandon();
        }
        return exchange;
    }

    private void bodyIsWanted() {
        if (head.expectsContinue()) {
            continued = true;
            http.response().writeContinue().onFailure(closed -> {});
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

    /** The connection ends with this exchange. */
    void closeAfterwards() {
        closing = true;
        http.response().headers().set("connection", "close");
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

    HttpServerRequest http() {
        return http;
    }

    HttpServerResponse response() {
        return http.response();
    }

    ClientConnection connection() {
        return connection;
    }

    RequestHead head() {
        return head;
    }

    boolean isHead() {
        return http.method().name().equals("HEAD");
    }

    /** Null before it was admitted. */
    @Nullable
    Exchange forwarded() {
        return forwarded;
    }

    @Nullable
    Refusal refusal() {
        return refusal;
    }

    boolean gone() {
        return gone;
    }

    boolean closing() {
        return closing;
    }

    /** Whether the client was asked for the body that it has announced. */
    boolean mayStillSendBody() {
        return head.hasBody() && !http.isEnded() && (continued || !head.expectsContinue());
    }

    /** Whether a body was announced that nobody has asked for: nobody knows whether it will come. */
    boolean bodyIsUndecided() {
        return head.hasBody() && head.expectsContinue() && !continued;
    }

    /** Whether the answer has begun. */
    boolean answering() {
        return response().headWritten();
    }

    long bytesIn() {
        return body == null ? 0 : body.bytes();
    }

    long bytesOut() {
        return response().bytesWritten();
    }

    long nanos() {
        return System.nanoTime() - began;
    }
}
