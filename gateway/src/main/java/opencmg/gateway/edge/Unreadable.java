package opencmg.gateway.edge;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import opencmg.gateway.refusal.Reason;
import opencmg.gateway.refusal.Refusal;

/** Why the decoder could not read a request. The only place outside of the tunnel that knows Netty: Vert.x hands its verdict out in Netty's words. */
final class Unreadable {

    private Unreadable() {}

    static Refusal refusal(HttpServerRequest http) {
        Throwable cause = http.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            return new Refusal(Reason.URI_TOO_LONG, String.valueOf(cause.getMessage()));
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new Refusal(Reason.HEADER_TOO_LARGE, String.valueOf(cause.getMessage()));
        }
        return new Refusal(Reason.REQUEST_MALFORMED, cause == null ? "unreadable" : String.valueOf(cause.getMessage()));
    }
}
