package opencmg.gateway.edge;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.function.BooleanSupplier;
import opencmg.gateway.admission.Decisions;
import opencmg.gateway.admission.IdentityHeaders;
import opencmg.gateway.admission.OwnAnswer;
import opencmg.gateway.forwarding.Exchange;
import opencmg.gateway.http1.Answer;
import opencmg.gateway.http1.StatusPhrase;
import opencmg.gateway.refusal.Plain;
import opencmg.gateway.refusal.Problem;
import opencmg.gateway.refusal.Reason;
import opencmg.gateway.refusal.Refusal;
import opencmg.tunnel.FieldList;
import opencmg.tunnel.RelayResponse;
import org.jspecify.annotations.Nullable;

/** Sends answers: what came through the tunnel, and what the gateway says itself. */
final class Answering {

    private final Problem.Form form;
    private final Decisions decisions;
    private final BooleanSupplier draining;

    Answering(Problem.Form form, Decisions decisions, BooleanSupplier draining) {
        this.form = form;
        this.decisions = decisions;
        this.draining = draining;
    }

    /** @return completes when the last byte is written; fails when the answer broke off on its way */
    Future<Void> relay(ClientExchange exchange, RelayResponse answer) {
        AnswerHead head = AnswerHead.of(answer, exchange.isHead());
        if (answer.body() == null && head.promisesBody()) {
            return Future.failedFuture(new Refusal(
                    Reason.UPSTREAM_LOST, "an answer with Content-Length " + head.length() + " and without a body"));
        }
        Answer to = exchange.answer();
        head.write(to);
        tellOfCertificates(exchange, head, to);
        finishHead(exchange, to);
        if (answer.body() == null || head.isWithoutBody()) {
            abandon(answer, exchange.forwarded());
            return to.end();
        }
        return new AnswerBody(answer.body(), to, head.length(), exchange::clientIsGone).send();
    }

    /** The management point's 403.7 looks to a client as if its own certificate were meant; the decision tells whose it is, and the filters. */
    private void tellOfCertificates(ClientExchange exchange, AnswerHead head, Answer to) {
        String filters = head.certificateFilters();
        if (filters == null) {
            return;
        }
        Refusal because = new Refusal(
                Reason.UPSTREAM_CERTIFICATE_WANTED,
                "the management point answered 403.7 to the connection point, whose certificate filters left: "
                        + filters);
        exchange.refused(because);
        decisions.failed(exchange.id(), because);
        if (form == Problem.Form.LONG) {
            to.fields().add(AnswerHead.CERTIFICATE_FILTERS, Plain.text(filters));
        }
    }

    /** A body where HTTP has none (HEAD, 204, 304) is not read, and must not be left waiting either. */
    private static void abandon(RelayResponse answer, @Nullable Exchange exchange) {
        if (answer.body() != null && exchange != null) {
            exchange.abandon();
        }
    }

    Future<Void> own(ClientExchange exchange, OwnAnswer answer) {
        Answer to = exchange.answer();
        MultiMap fields =
                new FieldList().add("content-type", answer.contentType()).add("cache-control", "no-store");
        String phrase = StatusPhrase.of(answer.status());
        to.head(answer.status(), phrase, fields, answer.body().length());
        finishHead(exchange, to);
        return exchange.isHead() ? to.end() : to.end(answer.body());
    }

    private void finishHead(ClientExchange exchange, Answer to) {
        to.fields().add(IdentityHeaders.REQUEST_ID, exchange.id());
        if (draining.getAsBoolean() || exchange.bodyIsUndecided() || exchange.hasMuchToSend()) {
            to.closeAfterwards();
        }
    }
}
