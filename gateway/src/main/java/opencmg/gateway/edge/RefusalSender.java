package opencmg.gateway.edge;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.function.BooleanSupplier;
import opencmg.gateway.admission.DecisionLog;
import opencmg.gateway.admission.IdentityHeaders;
import opencmg.gateway.forwarding.ForwardedExchange;
import opencmg.gateway.forwarding.HopFailure;
import opencmg.gateway.refusal.ProblemDocument;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.http.HeaderFields;
import opencmg.http.UnwritableHeadException;
import opencmg.http.server.ServerExchange;

/** Answers whatever went wrong, in the one form that all refusals have; an answer that had begun already is torn off. */
final class RefusalSender {

    private final ProblemDocument.Form form;
    private final DecisionLog decisions;
    private final BooleanSupplier draining;

    RefusalSender(ProblemDocument.Form form, DecisionLog decisions, BooleanSupplier draining) {
        this.form = form;
        this.decisions = decisions;
        this.draining = draining;
    }

    /** @return never fails because of the client */
    Future<Void> refuse(ClientExchange exchange, Throwable failure) {
        Refusal refusal = reasonOf(exchange, failure);
        exchange.refused(refusal);
        if (!exchange.gone() && (exchange.forwarded() != null || !exchange.wasAsked())) {
            decisions.failed(exchange.id(), refusal);
        }
        if (exchange.forwarded() != null) {
            exchange.forwarded().abandon();
        }
        if (exchange.gone() || exchange.http().hasEnded()) {
            return Future.succeededFuture();
        }
        if (exchange.answering()) {
            return Future.succeededFuture(); // the connection ends with it
        }
        return answer(exchange, refusal).otherwiseEmpty();
    }

    /** Why the exchange was cut says more than how the cut felt at the other end. */
    private static Refusal reasonOf(ClientExchange exchange, Throwable failure) {
        ForwardedExchange forwarded = exchange.forwarded();
        Refusal cut = forwarded == null ? null : forwarded.cutBecause();
        return cut == null ? reasonOf(failure) : cut;
    }

    /** A connection point reads heads as strictly as they are written here: one that cannot be passed on is its failure. */
    static Refusal reasonOf(Throwable failure) {
        return failure instanceof UnwritableHeadException strange
                ? new Refusal(
                        RefusalReason.CONNECTION_POINT_FAILED,
                        "an answer whose head cannot be passed on: " + strange.getMessage())
                : HopFailure.refusal(failure);
    }

    private Future<Void> answer(ClientExchange exchange, Refusal refusal) {
        RefusalReason reason = refusal.reason();
        ServerExchange to = exchange.http();
        MultiMap fields = new HeaderFields()
                .add("content-type", ProblemDocument.CONTENT_TYPE)
                .add("cache-control", "no-store")
                .add(IdentityHeaders.REQUEST_ID, exchange.id());
        if (reason.retryAfterSeconds() > 0) {
            fields.add("retry-after", Integer.toString(reason.retryAfterSeconds()));
        }
        if (reason.status() == 401) {
            fields.add("www-authenticate", "Bearer realm=\"OpenCMG\"");
        }
        if (reason == RefusalReason.METHOD_NOT_ALLOWED) {
            fields.add("allow", "GET, HEAD, POST, CCM_POST, BITS_POST, PROPFIND");
        }
        if (draining.getAsBoolean() || exchange.bodyIsUndecided() || exchange.hasMuchToSend()) {
            to.closeAfterResponse();
        }
        Buffer problem = ProblemDocument.json(refusal, exchange.id(), form);
        to.setHead(
                reason.status(),
                reason.phrase(),
                fields,
                problem.length()); // in the place of one that was under preparation
        return exchange.isHead() ? to.end() : to.end(problem);
    }
}
