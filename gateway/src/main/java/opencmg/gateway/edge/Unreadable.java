package opencmg.gateway.edge;

import opencmg.gateway.refusal.Reason;
import opencmg.gateway.refusal.Refusal;
import opencmg.http1.Malformed;
import org.jspecify.annotations.Nullable;

/** Turns what could not be read as HTTP into the refusal that the client gets. */
final class Unreadable {

    private Unreadable() {}

    /** A request head. */
    static Refusal head(Malformed why) {
        String detail = String.valueOf(why.getMessage());
        return switch (why.kind()) {
            case LINE_TOO_LONG -> new Refusal(Reason.URI_TOO_LONG, detail);
            case FIELDS_TOO_LARGE -> new Refusal(Reason.HEADER_TOO_LARGE, detail);
            case VERSION -> new Refusal(Reason.VERSION_UNSUPPORTED, detail, "Only HTTP/1.1 is spoken here");
            case MALFORMED -> malformed("the request is malformed: " + detail);
        };
    }

    private static Refusal malformed(String why) {
        return new Refusal(Reason.REQUEST_MALFORMED, why, why);
    }

    /** What the client has done wrong, when its chunks are to blame; null when the connection has ended. */
    static @Nullable Refusal body(Throwable cause) {
        return cause instanceof Malformed
                ? new Refusal(
                        Reason.REQUEST_MALFORMED,
                        "the chunks of the body cannot be read: " + cause.getMessage(),
                        "The chunks of the body cannot be read")
                : null;
    }
}
