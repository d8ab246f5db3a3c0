package opencmg.gateway.edge;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.function.BooleanSupplier;
import opencmg.gateway.admission.AdmissionOutcome.LocalResponse;
import opencmg.gateway.admission.DecisionLog;
import opencmg.gateway.admission.IdentityHeaders;
import opencmg.gateway.forwarding.ForwardedExchange;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.ProblemDocument;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.http.HeaderFields;
import opencmg.http.ResponseHead;
import opencmg.http.server.ServerExchange;
import opencmg.tunnel.RelayResponse;
import org.jspecify.annotations.Nullable;

/** Sends answers: what came through the tunnel, and what the gateway says itself. */
final class ResponseSender {

    private final ProblemDocument.Form form;
    private final DecisionLog decisions;
    private final BooleanSupplier draining;

    ResponseSender(ProblemDocument.Form form, DecisionLog decisions, BooleanSupplier draining) {
        this.form = form;
        this.decisions = decisions;
        this.draining = draining;
    }

    /** @return completes when the last byte is written; fails when the answer broke off on its way */
    Future<Void> relay(ClientExchange exchange, RelayResponse answer) {
        ResponseHeadBuilder head = ResponseHeadBuilder.of(answer, exchange.isHead());
        if (answer.body() == null && head.promisesBody()) {
            return Future.failedFuture(new Refusal(
                    RefusalReason.UPSTREAM_LOST,
                    "an answer with Content-Length " + head.length() + " and without a body"));
        }
        ServerExchange to = exchange.http();
        head.write(to);
        tellOfCertificates(exchange, head, to);
        finishHead(exchange, to);
        if (answer.body() == null || head.isWithoutBody()) {
            abandon(answer, exchange.forwarded());
            return to.end();
        }
        return new ResponseBodyPump(answer.body(), to, head.length(), exchange::clientIsGone).send();
    }

    /** The management point's 403.7 looks to a client as if its own certificate were meant; the decision tells whose it is, and the filters. */
    private void tellOfCertificates(ClientExchange exchange, ResponseHeadBuilder head, ServerExchange to) {
        String filters = head.certificateFilters();
        if (filters == null) {
            return;
        }
        Refusal because = new Refusal(
                RefusalReason.UPSTREAM_CERTIFICATE_WANTED,
                "the management point answered 403.7 to the connection point, whose certificate filters left: "
                        + filters);
        exchange.refused(because);
        decisions.failed(exchange.id(), because);
        if (form == ProblemDocument.Form.LONG) {
            to.responseFields().add(ResponseHeadBuilder.CERTIFICATE_FILTERS, PrintableText.text(filters));
        }
    }

    /** A body where HTTP has none (HEAD, 204, 304) is not read, and must not be left waiting either. */
    private static void abandon(RelayResponse answer, @Nullable ForwardedExchange exchange) {
        if (answer.body() != null && exchange != null) {
            exchange.abandon();
        }
    }

    Future<Void> own(ClientExchange exchange, LocalResponse answer) {
        ServerExchange to = exchange.http();
        MultiMap fields =
                new HeaderFields().add("content-type", answer.contentType()).add("cache-control", "no-store");
        String phrase = ResponseHead.usualPhrase(answer.status());
        to.setHead(answer.status(), phrase, fields, answer.body().length());
        finishHead(exchange, to);
        return exchange.isHead() ? to.end() : to.end(answer.body());
    }

    private void finishHead(ClientExchange exchange, ServerExchange to) {
        to.responseFields().add(IdentityHeaders.REQUEST_ID, exchange.id());
        if (draining.getAsBoolean() || exchange.bodyIsUndecided() || exchange.hasMuchToSend()) {
            to.closeAfterResponse();
        }
    }
}
