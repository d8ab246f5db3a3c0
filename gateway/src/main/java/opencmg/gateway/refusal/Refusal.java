package opencmg.gateway.refusal;

import org.jspecify.annotations.Nullable;

/**
 * The reason why a request is not served. Refusals are expected, so they have no stack trace. The text contains no secrets, and control characters
 * in client input are escaped.
 */
public final class Refusal extends RuntimeException {

    private final RefusalReason reason;
    private final String detail;
    private final String publicDetail;
    private final String authMethod;

    /** @param detail details for operators: what was received and what is accepted */
    public Refusal(RefusalReason reason, String detail) {
        this(reason, detail, reason.title(), "", null);
    }

    /** @param publicDetail details that a remote client may see */
    public Refusal(RefusalReason reason, String detail, String publicDetail) {
        this(reason, detail, publicDetail, "", null);
    }

    public Refusal(RefusalReason reason, String detail, @Nullable Throwable cause) {
        this(reason, detail, reason.title(), "", cause);
    }

    private Refusal(
            RefusalReason reason, String detail, String publicDetail, String authMethod, @Nullable Throwable cause) {
        super(reason.code() + ": " + PrintableText.text(detail), cause, false, false);
        this.reason = reason;
        this.detail = PrintableText.text(detail);
        this.publicDetail = PrintableText.text(publicDetail);
        this.authMethod = authMethod;
    }

    public RefusalReason reason() {
        return reason;
    }

    /** The authentication method that refused, for example {@code entra}; empty when none was involved. */
    public String authMethod() {
        return authMethod;
    }

    /** The same refusal, attributed to an authentication method. */
    public Refusal by(String refusingMethod) {
        return new Refusal(reason, detail, publicDetail, refusingMethod, getCause());
    }

    /** The long form, for the log and the admin server. */
    public String detail() {
        return detail;
    }

    /** The short form, for a remote client. */
    public String publicDetail() {
        return publicDetail;
    }

    /** Any failure as a refusal: itself if it is one, otherwise {@link RefusalReason#INTERNAL}. */
    public static Refusal of(Throwable failure) {
        return failure instanceof Refusal refusal
                ? refusal
                : new Refusal(
                        RefusalReason.INTERNAL,
                        failure.getClass().getSimpleName() + ": " + failure.getMessage(),
                        failure);
    }
}
