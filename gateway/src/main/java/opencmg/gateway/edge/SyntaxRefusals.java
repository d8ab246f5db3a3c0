package opencmg.gateway.edge;

import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.http.HttpSyntaxException;
import org.jspecify.annotations.Nullable;

/** Maps HTTP syntax errors of clients to the refusals that they get. */
final class SyntaxRefusals {

    private SyntaxRefusals() {}

    static Refusal ofHead(HttpSyntaxException error) {
        String detail = String.valueOf(error.getMessage());
        return switch (error.kind()) {
            case LINE_TOO_LONG -> new Refusal(RefusalReason.URI_TOO_LONG, detail);
            case FIELDS_TOO_LARGE -> new Refusal(RefusalReason.HEADER_TOO_LARGE, detail);
            case VERSION -> new Refusal(RefusalReason.VERSION_UNSUPPORTED, detail, "Only HTTP/1.1 is spoken here");
            case MALFORMED -> malformed("the request is malformed: " + detail);
        };
    }

    private static Refusal malformed(String detail) {
        return new Refusal(RefusalReason.REQUEST_MALFORMED, detail, detail);
    }

    /** @return null when the body's chunks are not to blame and the connection just ended */
    static @Nullable Refusal ofBody(Throwable cause) {
        return cause instanceof HttpSyntaxException
                ? new Refusal(
                        RefusalReason.REQUEST_MALFORMED,
                        "the chunks of the body cannot be read: " + cause.getMessage(),
                        "The chunks of the body cannot be read")
                : null;
    }
}
