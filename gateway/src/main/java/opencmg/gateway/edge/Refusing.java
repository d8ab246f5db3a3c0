package opencmg.gateway.edge;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.BooleanSupplier;
import opencmg.gateway.admission.Decisions;
import opencmg.gateway.admission.IdentityHeaders;
import opencmg.gateway.forwarding.Exchange;
import opencmg.gateway.forwarding.HopFailure;
import opencmg.gateway.refusal.Problem;
import opencmg.gateway.refusal.Reason;
import opencmg.gateway.refusal.Refusal;

/** Answers whatever went wrong, in the one form that all refusals have; an answer that had begun already is torn off. */
final class Refusing {

    /** A client that has this much to send will not be read to the end for the sake of its connection. */
    private static final long WORTH_READING = 64 << 10;

    private final Problem.Form form;
    private final Decisions decisions;
    private final BooleanSupplier draining;

    Refusing(Problem.Form form, Decisions decisions, BooleanSupplier draining) {
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
        if (exchange.gone() || exchange.response().ended()) {
            return Future.succeededFuture();
        }
        if (exchange.answering()) {
            exchange.connection().close();
            return Future.succeededFuture();
        }
        return answer(exchange, refusal).otherwiseEmpty();
    }

    /** Why the exchange was cut says more than how the cut felt at the other end. */
    private static Refusal reasonOf(ClientExchange exchange, Throwable failure) {
        Exchange forwarded = exchange.forwarded();
        Refusal cut = forwarded == null ? null : forwarded.cutBecause();
        return cut == null ? HopFailure.refusal(failure) : cut;
    }

    private Future<Void> answer(ClientExchange exchange, Refusal refusal) {
        Reason reason = refusal.reason();
        HttpServerResponse to = exchange.response();
        to.headers().clear(); // an answer may have been under preparation
        to.setStatusCode(reason.status())
                .setStatusMessage(reason.phrase())
                .putHeader("content-type", Problem.CONTENT_TYPE)
                .putHeader("cache-control", "no-store")
                .putHeader(IdentityHeaders.REQUEST_ID, exchange.id());
        if (reason.retryAfterSeconds() > 0) {
            to.putHeader("retry-after", Integer.toString(reason.retryAfterSeconds()));
        }
        if (reason.status() == 401) {
            to.putHeader("www-authenticate", "Bearer realm=\"OpenCMG\"");
        }
        if (reason == Reason.METHOD_NOT_ALLOWED) {
            to.putHeader("allow", "GET, HEAD, POST, CCM_POST, BITS_POST, PROPFIND");
        }
        if (draining.getAsBoolean() || exchange.bodyIsUndecided() || restIsTooMuch(exchange)) {
            exchange.closeAfterwards();
        }
        return exchange.isHead() ? to.end() : to.end(Problem.json(refusal, exchange.id(), form));
    }

    private static boolean restIsTooMuch(ClientExchange exchange) {
        long length = exchange.head().contentLength();
        return exchange.head().hasBody()
                && !exchange.http().isEnded()
                && (length < 0 || length - exchange.bytesIn() > WORTH_READING);
    }
}
