package opencmg.gateway.edge;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import opencmg.gateway.admission.Admission;
import opencmg.gateway.admission.AdmissionOutcome;
import opencmg.gateway.admission.AdmissionOutcome.LocalResponse;
import opencmg.gateway.admission.AdmissionRequest;
import opencmg.gateway.admission.Admitted;
import opencmg.gateway.forwarding.ForwardedExchange;
import opencmg.gateway.forwarding.Forwarder;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.http.HeaderFields.Via;
import opencmg.http.server.ServerExchange;

/**
 * What happens to a request, on one page: its body is paused, it is admitted, forwarded, answered or refused, and logged. One for each event loop, and
 * everything happens on that loop.
 */
final class EdgeHandler {

    private static final long UUID_VERSION_MASK = 0xFFFFFFFFFFFF0FFFL;
    private static final long UUID_VARIANT_MASK = 0x3FFFFFFFFFFFFFFFL;

    private final Admission admission;
    private final Forwarder forwarder;
    private final ResponseSender responses;
    private final LocalResponseSender localResponses;
    private final AccessLog accessLog;
    private final Via via;
    private final Supplier<X509Certificate> certificate;
    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

    EdgeHandler(EdgeContext shared, Forwarder forwarder) {
        this.admission = shared.admission();
        this.forwarder = forwarder;
        this.via = shared.via();
        this.certificate = shared.certificate();
        this.responses = new ResponseSender(shared.form(), shared.decisions(), shared.draining(), via);
        this.localResponses = new LocalResponseSender(shared.form(), shared.decisions(), shared.draining());
        this.accessLog = new AccessLog(shared.log().access(), shared.meters());
    }

    void handle(ClientConnection connection, ServerExchange http) {
        ClientExchange exchange = ClientExchange.begin(nextRequestId(), http, connection);
        attempt(() -> admit(exchange)).onComplete((outcome, refusal) -> {
            if (refusal != null) {
                refuse(exchange, refusal);
            } else if (outcome instanceof Admitted admitted) {
                forward(exchange, admitted);
            } else {
                finish(exchange, attempt(() -> localResponses.send(exchange, (LocalResponse) outcome)));
            }
        });
    }

    /** Refuses what could not be parsed as a request; the connection ends with the response. */
    void refuseMalformed(ClientConnection connection, ServerExchange http, Refusal reason) {
        refuse(ClientExchange.begin(nextRequestId(), http, connection), reason);
    }

    private Future<AdmissionOutcome> admit(ClientExchange exchange) {
        AdmissionRequest request = exchange.admissionRequest(target(exchange));
        checkLoop(exchange);
        exchange.admissionCalled();
        return admission.admit(request);
    }

    /** The request target in origin form. */
    private String target(ClientExchange exchange) {
        String received = exchange.head().target();
        return received.startsWith("/")
                ? received
                : AbsoluteTarget.originForm(
                        received, certificate.get(), exchange.connection().localAddress());
    }

    private void checkLoop(ClientExchange exchange) {
        if (via.hasPassed(exchange.head().fields())) {
            throw new Refusal(
                    RefusalReason.LOOP_DETECTED,
                    "this gateway has forwarded it before; its Via is "
                            + exchange.head().fields().getAll("via"));
        }
    }

    private void forward(ClientExchange exchange, Admitted admitted) {
        ForwardedExchange forwarded;
        try {
            forwarded = exchange.forward(admitted);
            via.addToRequest(forwarded.headers(), exchange.head().minorVersion());
        } catch (RuntimeException e) {
            refuse(exchange, e);
            return;
        }
        forwarder.forward(forwarded, (response, failure) -> {
            if (failure != null) {
                refuse(exchange, failure);
            } else {
                finish(exchange, attempt(() -> responses.send(exchange, response)));
            }
        });
    }

    private void finish(ClientExchange exchange, Future<Void> sent) {
        sent.onComplete((done, failure) -> {
            if (failure != null) {
                refuse(exchange, failure);
            } else {
                end(exchange);
            }
        });
    }

    private void refuse(ClientExchange exchange, Throwable failure) {
        attempt(() -> localResponses.refuse(exchange, failure)).onComplete((done, unsent) -> end(exchange));
    }

    private void end(ClientExchange exchange) {
        exchange.end();
        accessLog.add(exchange);
        exchange.connection().finish();
    }

    private static <T> Future<T> attempt(Supplier<Future<T>> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** A random GUID as in the product's logs. It is unique but no secret, so it needs no entropy of the system. */
    private String nextRequestId() {
        return new UUID(
                        (random.nextLong() & UUID_VERSION_MASK) | 0x4000L,
                        (random.nextLong() & UUID_VARIANT_MASK) | 0x8000000000000000L)
                .toString();
    }
}
