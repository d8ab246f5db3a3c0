package opencmg.gateway.edge;

import opencmg.gateway.refusal.Reason;
import opencmg.gateway.refusal.Refusal;
import opencmg.http1.Malformed;
import org.jspecify.annotations.Nullable;

/** Why a body broke off. */
final class Unreadable {

    private Unreadable() {}

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
