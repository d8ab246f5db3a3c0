package opencmg.mockmp.scenarios;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.stream.Stream;
import opencmg.mockmp.http.IisRefusedException;
import opencmg.mockmp.http.PacedBody;
import opencmg.mockmp.http.RequestId;
import opencmg.mockmp.http.RequestRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Injects the fault of a scenario into one request. */
final class FaultInjector {

    private static final Logger log = LoggerFactory.getLogger(FaultInjector.class);
    private static final Buffer CHUNK = Buffer.buffer(new byte[16 << 10]);

    private final Vertx vertx;
    private final Scenario scenario;

    FaultInjector(Vertx vertx, Scenario scenario) {
        this.vertx = vertx;
        this.scenario = scenario;
    }

    void handle(RoutingContext context) {
        log.atInfo()
                .addKeyValue("request", RequestId.of(context.request()))
                .addKeyValue("scenario", scenario.name())
                .addKeyValue("fault", scenario.fault())
                .log("scenario strikes");
        switch (scenario.fault()) {
            case SLOW -> delay(context);
            case ENDLESS_BODY -> sendEndlessBody(context);
            case CUT -> cutBody(context);
            case CUT_AT_ONCE -> close(context.request());
            case CLIENT_CERTIFICATE_REQUIRED ->
                context.fail(
                        new IisRefusedException("403.7", "Client certificate required", "scenario " + scenario.name()));
            case FORBIDDEN -> refuse(context, 403, "Forbidden");
            case UNAUTHORIZED -> refuse(context, 401, "Unauthorized");
            case SERVER_ERROR -> refuse(context, 500, "Internal Server Error");
            case UNAVAILABLE -> refuse(context, 503, "Service Unavailable");
            case MALFORMED_REPLY ->
                context.response()
                        .putHeader("Content-Type", "multipart/mixed; boundary=\"aAbBcCdDv1234567890VxXyYzZ\"")
                        .end("--aAbBcCdDv1234567890VxXyYzZ\r\ncontent-type: application/octet-stream\r\n\r\nnot zlib")
                        .onFailure(gone -> {});
        }
    }

    private void refuse(RoutingContext context, int status, String phrase) {
        context.fail(new RequestRefusedException(status, phrase, "scenario " + scenario.name()));
    }

    private void delay(RoutingContext context) {
        HttpServerRequest request = context.request().pause();
        vertx.setTimer(Math.max(1, scenario.millis()), fired -> {
            // In this order, so that the body reaches the handler that reads it.
            context.next();
            request.resume();
        });
    }

    private static void sendEndlessBody(RoutingContext context) {
        context.response().setChunked(true);
        PacedBody.start(context, Stream.generate(() -> CHUNK).iterator());
    }

    private static void cutBody(RoutingContext context) {
        context.response()
                .putHeader("Content-Length", String.valueOf(CHUNK.length() * 2))
                .write(CHUNK)
                .onComplete(written -> close(context.request()));
    }

    private static void close(HttpServerRequest request) {
        request.connection().close().onFailure(ignored -> {});
    }
}
