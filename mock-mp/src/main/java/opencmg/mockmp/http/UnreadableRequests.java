package opencmg.mockmp.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Responds to requests that the HTTP decoder could not parse: headers or a request line over the limit, invalid framing, no HTTP at all. They never
 * reach a router. The start of the next request is unknown, so the connection is closed. Vert.x reports the cause as a Netty exception, hence the
 * Netty imports.
 */
public final class UnreadableRequests {

    private static final Logger log = LoggerFactory.getLogger(UnreadableRequests.class);

    private UnreadableRequests() {}

    public static void respond(HttpServerRequest request) {
        RequestRefusedException refusal = refusal(request.decoderResult().cause());
        log.atInfo()
                .addKeyValue("request", RequestId.of(request))
                .addKeyValue("status", refusal.status())
                .addKeyValue("reason", String.valueOf(refusal.getMessage()))
                .log("request refused");
        request.response()
                .setStatusCode(refusal.status())
                .setStatusMessage(refusal.phrase())
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Connection", "close")
                .end(refusal.sentence() + "\n")
                .eventually(() -> request.connection().close())
                .onFailure(gone -> {});
    }

    private static RequestRefusedException refusal(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new RequestRefusedException(414, "URI Too Long", "the request line is over the limit");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new RequestRefusedException(
                    431, "Request Header Fields Too Large", "the headers are over the limit");
        }
        return new RequestRefusedException(400, "Bad Request", "the bytes are no HTTP request: " + cause.getMessage());
    }
}
