package opencmg.gateway.edge;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import opencmg.gateway.admission.Admission;
import opencmg.gateway.admission.Admitted;
import opencmg.gateway.admission.Arrival;
import opencmg.gateway.admission.Outcome;
import opencmg.gateway.admission.OwnAnswer;
import opencmg.gateway.forwarding.Deadlines;
import opencmg.gateway.forwarding.Forward;

/**
 * What happens to a request, on one page: its body waits, it is admitted, forwarded, answered or refused, and logged. One for each event loop, and
 * all of it happens there.
 */
final class EdgeHandler implements Handler<HttpServerRequest> {

    private final Admission admission;
    private final ClientConnections connections;
    private final Forward forward;
    private final Answering answering;
    private final Refusing refusing;
    private final AccessLog accessLog;
    private final Deadlines deadlines;
    private final int mostFields;
    private final RequestIds ids = new RequestIds();

    EdgeHandler(EdgeParts parts, ClientConnections connections, Forward forward, Deadlines deadlines) {
        this.admission = parts.admission();
        this.connections = connections;
        this.forward = forward;
        this.answering = new Answering(parts.form(), parts.decisions(), parts.draining());
        this.refusing = new Refusing(parts.form(), parts.decisions(), parts.draining());
        this.accessLog = new AccessLog(parts.log().access(), parts.meters());
        this.deadlines = deadlines;
        this.mostFields = parts.limits().headerFields();
    }

    @Override
    public void handle(HttpServerRequest http) {
        ClientExchange exchange = ClientExchange.begin(ids.next(), http, connections.of(http.connection()));
        admit(exchange)
                .compose(outcome -> answer(exchange, outcome))
                .recover(failure -> refusing.refuse(exchange, failure))
                .onComplete(done -> end(exchange));
    }

    /** The decoder could not read it; Vert.x closes the connection when the answer is out. */
    void unreadable(HttpServerRequest http) {
        ClientExchange exchange = ClientExchange.begin(ids.next(), http, connections.of(http.connection()));
        refusing.refuse(exchange, Unreadable.refusal(http)).onComplete(done -> end(exchange));
    }

    private Future<Outcome> admit(ClientExchange exchange) {
        try {
            Arrival arrival = exchange.arrival(mostFields);
            exchange.asked();
            return admission.admit(arrival);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<Void> answer(ClientExchange exchange, Outcome outcome) {
        if (outcome instanceof Admitted admitted) {
            return forward.forward(exchange.admitted(admitted)).compose(answer -> answering.relay(exchange, answer));
        }
        return answering.own(exchange, (OwnAnswer) outcome);
    }

    private void end(ClientExchange exchange) {
        exchange.end();
        Leftover.takeCareOf(exchange, deadlines);
        accessLog.add(exchange);
    }
}
