package opencmg.mockmp.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.NoSuchFileException;
import opencmg.mockmp.database.WorkerPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table from failures to responses. Every row is an expected failure, except the last one. */
public final class FailureHandlers {

    private static final Logger log = LoggerFactory.getLogger(FailureHandlers.class);

    private static final String PLAIN = "text/plain; charset=utf-8";

    /** Statuses for which Vert.x-Web does not call a route's failure handler: the request matched no route. */
    private static final int[] UNROUTED_STATUSES = {400, 404, 405};

    private FailureHandlers() {}

    /** Adds the failure handlers of a server for clients; to be called after all routes are added. Clients get a reason only for what they sent. */
    public static void toClients(Router router) {
        add(router, FailureHandlers::respondToClient);
    }

    /** Adds the failure handlers of a server for operators, who get every reason. */
    public static void toOperators(Router router) {
        add(router, FailureHandlers::respondToOperator);
    }

    private static void add(Router router, Handler<RoutingContext> responder) {
        Handler<RoutingContext> handler = context -> {
            if (context.response().closed()) { // for example a long poll whose client has disconnected
                log.atDebug()
                        .addKeyValue("path", context.normalizedPath())
                        .setCause(context.failure())
                        .log("client went away");
            } else {
                responder.handle(context);
            }
        };
        router.route().failureHandler(handler);
        for (int status : UNROUTED_STATUSES) {
            router.errorHandler(status, handler);
        }
    }

    /** Sends the reason when the client's own bytes are at fault, otherwise only the phrase. */
    private static void respondToClient(RoutingContext context) {
        RequestRefusedException refusal = refusal(context);
        if (refusal instanceof IisRefusedException iis) {
            send(context, refusal, "text/html; charset=utf-8", iis.page());
        } else {
            boolean clientFault = refusal.status() == 400 || refusal.status() == 413;
            send(context, refusal, PLAIN, (clientFault ? refusal.sentence() : refusal.phrase()) + "\n");
        }
    }

    private static void respondToOperator(RoutingContext context) {
        RequestRefusedException refusal = refusal(context);
        send(context, refusal, PLAIN, refusal.getMessage() + "\n");
    }

    private static void send(RoutingContext context, RequestRefusedException refusal, String contentType, String text) {
        String request = RequestId.of(context.request());
        log.atInfo()
                .addKeyValue("request", request)
                .addKeyValue("status", refusal.status())
                .addKeyValue("reason", String.valueOf(refusal.getMessage()))
                .log("request refused");
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            // The head promised a body, so the response must not end cleanly.
            context.request().connection().close().onFailure(ignored -> {});
            return;
        }
        if (refusal.status() == 503) {
            response.putHeader("Retry-After", "1");
        }
        response.setStatusCode(refusal.status())
                .setStatusMessage(refusal.phrase())
                .putHeader("Content-Type", contentType)
                .end(text)
                .onFailure(gone -> log.atDebug().addKeyValue("request", request).log("client went away"));
    }

    private static RequestRefusedException refusal(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof RequestRefusedException refused) {
            return refused;
        }
        if (failure instanceof WorkerPool.OverloadedException) {
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
