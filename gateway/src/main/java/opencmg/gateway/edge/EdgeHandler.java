package opencmg.gateway.edge;

import io.vertx.core.Future;
import opencmg.gateway.admission.Admission;
import opencmg.gateway.admission.AdmissionOutcome;
import opencmg.gateway.admission.AdmissionOutcome.LocalResponse;
import opencmg.gateway.admission.AdmissionRequest;
import opencmg.gateway.admission.Admitted;
import opencmg.gateway.forwarding.Forward;
import opencmg.gateway.refusal.Refusal;
import opencmg.http.server.ServerExchange;

/**
 * What happens to a request, on one page: its body waits, it is admitted, forwarded, answered or refused, and logged. One for each event loop, and
 * all of it happens there.
 */
final class EdgeHandler {

    private final Admission admission;
    private final Forward forward;
    private final ResponseSender answering;
    private final RefusalSender refusing;
    private final AccessLog accessLog;
    private final RequestIds ids = new RequestIds();

    EdgeHandler(EdgeContext parts, Forward forward) {
        this.admission = parts.admission();
        this.forward = forward;
        this.answering = new ResponseSender(parts.form(), parts.decisions(), parts.draining());
        this.refusing = new RefusalSender(parts.form(), parts.decisions(), parts.draining());
        this.accessLog = new AccessLog(parts.log().access(), parts.meters());
    }

    void handle(ClientConnection connection, ServerExchange http) {
        ClientExchange exchange = ClientExchange.begin(ids.next(), http, connection);
        admit(exchange)
                .compose(outcome -> answer(exchange, outcome))
                .recover(failure -> refusing.refuse(exchange, failure))
                .onComplete(done -> end(exchange));
    }

    /** What came is no request; its connection ends with the answer. */
    void unreadable(ClientConnection connection, ServerExchange http, Refusal why) {
        ClientExchange exchange = ClientExchange.begin(ids.next(), http, connection);
        refusing.refuse(exchange, why).onComplete(done -> end(exchange));
    }

    private Future<AdmissionOutcome> admit(ClientExchange exchange) {
        try {
            AdmissionRequest arrival = exchange.arrival();
            exchange.asked();
            return admission.admit(arrival);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<Void> answer(ClientExchange exchange, AdmissionOutcome outcome) {
        if (outcome instanceof Admitted admitted) {
            return forward.forward(exchange.admitted(admitted)).compose(answer -> answering.relay(exchange, answer));
        }
        return answering.own(exchange, (LocalResponse) outcome);
    }

    private void end(ClientExchange exchange) {
        exchange.end();
        accessLog.add(exchange);
        exchange.connection().finish();
    }
}
