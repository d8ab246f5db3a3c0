package opencmg.gateway.edge;

import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.http.HttpSyntaxException;
import org.jspecify.annotations.Nullable;

/** Turns what could not be read as HTTP into the refusal that the client gets. */
final class BodyFailures {

    private BodyFailures() {}

    /** A request head. */
    static Refusal head(HttpSyntaxException why) {
        String detail = String.valueOf(why.getMessage());
        return switch (why.kind()) {
            case LINE_TOO_LONG -> new Refusal(RefusalReason.URI_TOO_LONG, detail);
            case FIELDS_TOO_LARGE -> new Refusal(RefusalReason.HEADER_TOO_LARGE, detail);
            case VERSION -> new Refusal(RefusalReason.VERSION_UNSUPPORTED, detail, "Only HTTP/1.1 is spoken here");
            case MALFORMED -> malformed("the request is malformed: " + detail);
        };
    }

    private static Refusal malformed(String why) {
        return new Refusal(RefusalReason.REQUEST_MALFORMED, why, why);
    }

    /** What the client has done wrong, when its chunks are to blame; null when the connection has ended. */
    static @Nullable Refusal body(Throwable cause) {
        return cause instanceof HttpSyntaxException
                ? new Refusal(
                        RefusalReason.REQUEST_MALFORMED,
                        "the chunks of the body cannot be read: " + cause.getMessage(),
                        "The chunks of the body cannot be read")
                : null;
    }
}
