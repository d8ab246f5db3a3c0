package opencmg.mockmp.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.NoSuchFileException;
import opencmg.mockmp.database.OverloadedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one table from what went wrong to the answer. Everything here is expected but the last row. */
public final class Failures {

    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private static final String PLAIN = "text/plain; charset=utf-8";

    /** What a router finds no route for never comes to its failure handlers. */
    private static final int[] NEVER_ROUTED = {400, 404, 405};

    private Failures() {}

    /** Makes a router of a client's face answer its failures; to be called when it has all its routes. */
    public static void toClients(Router router) {
        on(router, Failures::answer);
    }

    /** The same for a face of those who run the site: they are told every reason. */
    public static void toOperators(Router router) {
        on(router, Failures::explain);
    }

    private static void on(Router router, Handler<RoutingContext> teller) {
        Handler<RoutingContext> handler = context -> {
            if (context.response().closed()) { // a long poll, for example, whose client has gone in the meantime
                log.atDebug()
                        .addKeyValue("path", context.normalizedPath())
                        .setCause(context.failure())
                        .log("client went away");
            } else {
                teller.handle(context);
            }
        };
        router.route().failureHandler(handler);
        for (int status : NEVER_ROUTED) {
            router.errorHandler(status, handler);
        }
    }

    /** The reason where the client's own bytes are at fault, otherwise only status and phrase. */
    private static void answer(RoutingContext context) {
        RequestRefusedException refusal = refusal(context);
        if (refusal instanceof IisRefusedException iis) {
            answer(context, refusal, "text/html; charset=utf-8", iis.page());
        } else {
            boolean ownFault = refusal.status() == 400 || refusal.status() == 413;
            answer(context, refusal, PLAIN, (ownFault ? refusal.toSender() : refusal.phrase()) + "\n");
        }
    }

    private static void explain(RoutingContext context) {
        RequestRefusedException refusal = refusal(context);
        answer(context, refusal, PLAIN, refusal.getMessage() + "\n");
    }

    private static void answer(RoutingContext context, RequestRefusedException refusal, String type, String text) {
        String request = RequestId.of(context.request());
        log.atInfo()
                .addKeyValue("request", request)
                .addKeyValue("status", refusal.status())
                .addKeyValue("reason", String.valueOf(refusal.getMessage()))
                .log("request refused");
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            // Never a clean end after a head that promised more.
            context.request().connection().close().onFailure(ignored -> {});
            return;
        }
        if (refusal.status() == 503) {
            response.putHeader("Retry-After", "1");
        }
        response.setStatusCode(refusal.status())
                .setStatusMessage(refusal.phrase())
                .putHeader("Content-Type", type)
                .end(text)
                .onFailure(gone -> log.atDebug().addKeyValue("request", request).log("client went away"));
    }

    private static RequestRefusedException refusal(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof RequestRefusedException refused) {
            return refused;
        }
        if (failure instanceof OverloadedException) {
            return new RequestRefusedException(503, "Service Unavailable", "too much work is waiting");
        }
        if (failure instanceof NoSuchFileException) {
            return new RequestRefusedException(404, "Not Found", "no such file");
        }
        return switch (context.statusCode()) {
            case 400 -> new RequestRefusedException(400, "Bad Request", "the request cannot be read");
            case 404 -> new RequestRefusedException(404, "Not Found", "no such path");
            case 405 -> new RequestRefusedException(405, "Method Not Allowed", "the path does not know this method");
            case 413 -> new RequestRefusedException(413, "Request Entity Too Large", "the body is over the limit");
            default -> unexpected(context, failure);
        };
    }

    private static RequestRefusedException unexpected(RoutingContext context, Throwable failure) {
        log.atError()
                .addKeyValue("request", RequestId.of(context.request()))
                .setCause(failure)
                .log("request failed in an unexpected way");
        return new RequestRefusedException(500, "Internal Server Error", String.valueOf(failure));
    }
}
