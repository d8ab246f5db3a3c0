package opencmg.gateway.edge;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import opencmg.gateway.refusal.Reason;
import opencmg.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

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

    /** Why a body broke off, when its chunks are to blame; null when the connection has ended. */
    static @Nullable Refusal body(Throwable cause) {
        boolean framing = cause instanceof IllegalArgumentException
                || (cause instanceof DecoderException && !(cause.getCause() instanceof IOException));
        return framing
                ? new Refusal(
                        Reason.REQUEST_MALFORMED,
                        "the chunks of the body cannot be read: " + cause.getMessage(),
                        "The chunks of the body cannot be read")
                : null;
    }
}
