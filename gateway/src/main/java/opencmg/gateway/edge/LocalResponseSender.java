package opencmg.gateway.edge;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.function.BooleanSupplier;
import opencmg.gateway.admission.AdmissionOutcome.LocalResponse;
import opencmg.gateway.admission.DecisionLog;
import opencmg.gateway.admission.IdentityHeaders;
import opencmg.gateway.forwarding.ForwardedExchange;
import opencmg.gateway.forwarding.HopFailure;
import opencmg.gateway.refusal.ProblemDocument;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.http.HeaderFields;
import opencmg.http.ResponseHead;
import opencmg.http.UnwritableHeadException;
import opencmg.http.server.ServerExchange;

/** Sends the responses that the gateway makes itself: refusals, all in one form, and the few documents it serves. */
final class LocalResponseSender {

    private final ProblemDocument.Form form;
    private final DecisionLog decisions;
    private final BooleanSupplier draining;

    LocalResponseSender(ProblemDocument.Form form, DecisionLog decisions, BooleanSupplier draining) {
        this.form = form;
        this.decisions = decisions;
        this.draining = draining;
    }

    Future<Void> send(ClientExchange exchange, LocalResponse local) {
        MultiMap fields =
                new HeaderFields().add("content-type", local.contentType()).add("cache-control", "no-store");
        return send(exchange, local.status(), ResponseHead.usualPhrase(local.status()), fields, local.body());
    }

    private Future<Void> send(ClientExchange exchange, int status, String phrase, MultiMap fields, Buffer body) {
        ServerExchange to = exchange.http();
        to.setHead(status, phrase, fields, body.length()); // replaces a relayed head that has not left yet
        fields.add(IdentityHeaders.REQUEST_ID, exchange.id());
        if (exchange.mustClose(draining)) {
            to.closeAfterResponse();
        }
        return exchange.isHead() ? to.end() : to.end(body);
    }

    /**
     * Refuses the request. A response that has begun breaks off instead: its connection is closed.
     *
     * @return never fails because of the client
     */
    Future<Void> refuse(ClientExchange exchange, Throwable failure) {
        Refusal refusal = refusalOf(exchange, failure);
        ForwardedExchange forwarded = exchange.forwarded();
        exchange.refused(refusal);
        if (!exchange.isClientGone() && (forwarded != null || !exchange.wasAdmissionCalled())) {
            decisions.failed(exchange.id(), refusal);
        }
        exchange.abandon();
        if (exchange.isClientGone()
                || exchange.http().hasStarted()
                || exchange.http().hasEnded()) {
            return Future.succeededFuture();
        }
        return send(exchange, refusal).otherwiseEmpty();
    }

    /** The reason of a cancellation says more than how it failed at the other end. */
    private static Refusal refusalOf(ClientExchange exchange, Throwable failure) {
        ForwardedExchange forwarded = exchange.forwarded();
        Refusal cancelled = forwarded == null ? null : forwarded.cancelReason();
        return cancelled == null ? refusalOf(failure) : cancelled;
    }

    /** A connection point parses heads as strictly as they are written here: one that cannot be passed on is its failure. */
    static Refusal refusalOf(Throwable failure) {
        return failure instanceof UnwritableHeadException unwritable
                ? new Refusal(
                        RefusalReason.CONNECTION_POINT_FAILED,
                        "an answer whose head cannot be passed on: " + unwritable.getMessage())
                : HopFailure.refusal(failure);
    }

    private Future<Void> send(ClientExchange exchange, Refusal refusal) {
        RefusalReason reason = refusal.reason();
        MultiMap fields = new HeaderFields()
                .add("content-type", ProblemDocument.CONTENT_TYPE)
                .add("cache-control", "no-store");
        if (reason.retryAfterSeconds() > 0) {
            fields.add("retry-after", Integer.toString(reason.retryAfterSeconds()));
        }
        if (reason.status() == 401) {
            fields.add("www-authenticate", "Bearer realm=\"OpenCMG\"");
        }
        if (reason == RefusalReason.METHOD_NOT_ALLOWED) {
            fields.add("allow", "GET, HEAD, POST, CCM_POST, BITS_POST, PROPFIND");
        }
        Buffer problem = ProblemDocument.json(refusal, exchange.id(), form);
        return send(exchange, reason.status(), reason.phrase(), fields, problem);
    }
}
