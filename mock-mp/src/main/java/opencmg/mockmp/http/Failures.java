package opencmg.mockmp.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.NoSuchFileException;
import opencmg.mockmp.database.Overloaded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one table from what went wrong to the answer. Everything here is expected but the last row. */
public final class Failures {

    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** Answers a failed request of a client: the reason where its own bytes are at fault, otherwise only status and phrase. */
    public static void answer(RoutingContext context) {
        Refused refusal = refusal(context);
        boolean ownFault = refusal.status() == 400 || refusal.status() == 413;
        answer(context, refusal, ownFault ? sentence(String.valueOf(refusal.getMessage())) : refusal.phrase());
    }

    /** Answers a failed request of somebody who runs the site: with the reason. */
    public static void explain(RoutingContext context) {
        Refused refusal = refusal(context);
        answer(context, refusal, String.valueOf(refusal.getMessage()));
    }

    private static String sentence(String reason) {
        return reason.isEmpty() ? "" : Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
    }

    private static void answer(RoutingContext context, Refused refusal, String text) {
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
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(text + "\n")
                .onFailure(gone -> log.atDebug().addKeyValue("request", request).log("client went away"));
    }

    private static Refused refusal(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof Refused refused) {
            return refused;
        }
        if (failure instanceof Overloaded) {
            return new Refused(503, "Service Unavailable", "too much work is waiting");
        }
        if (failure instanceof NoSuchFileException) {
            return new Refused(404, "Not Found", "no such file");
        }
        return switch (context.statusCode()) {
            case 400 -> new Refused(400, "Bad Request", "the request cannot be read");
            case 404 -> new Refused(404, "Not Found", "no such path");
            case 405 -> new Refused(405, "Method Not Allowed", "the path does not know this method");
            case 413 -> new Refused(413, "Request Entity Too Large", "the body is over the limit");
            default -> unexpected(context, failure);
        };
    }

    private static Refused unexpected(RoutingContext context, Throwable failure) {
        log.atError()
                .addKeyValue("request", RequestId.of(context.request()))
                .setCause(failure)
                .log("request failed in an unexpected way");
        return new Refused(500, "Internal Server Error", String.valueOf(failure));
    }
}
