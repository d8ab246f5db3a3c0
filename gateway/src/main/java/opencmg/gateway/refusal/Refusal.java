package opencmg.gateway.refusal;

import org.jspecify.annotations.Nullable;

/**
 * A request that is not served, and why. Expected, therefore without a stack trace; its text holds no secrets and, whatever a client has put into
 * it, no control characters.
 */
public final class Refusal extends RuntimeException {

    private final RefusalReason reason;
    private final String detail;
    private final String publicDetail;
    private final String way;

    /** @param detail the particulars, for operators: what was received against what is accepted */
    public Refusal(RefusalReason reason, String detail) {
        this(reason, detail, reason.title(), "", null);
    }

    /** @param publicDetail what a remote client may read too */
    public Refusal(RefusalReason reason, String detail, String publicDetail) {
        this(reason, detail, publicDetail, "", null);
    }

    public Refusal(RefusalReason reason, String detail, @Nullable Throwable cause) {
        this(reason, detail, reason.title(), "", cause);
    }

    private Refusal(RefusalReason reason, String detail, String publicDetail, String way, @Nullable Throwable cause) {
        super(reason.code() + ": " + PrintableText.text(detail), cause, false, false);
        this.reason = reason;
        this.detail = PrintableText.text(detail);
        this.publicDetail = PrintableText.text(publicDetail);
        this.way = way;
    }

    public RefusalReason reason() {
        return reason;
    }

    /** Which way to come in said so, for example {@code entra}; empty when none did. */
    public String way() {
        return way;
    }

    /** The same refusal, said by one of the ways to come in. */
    public Refusal saidBy(String oneWay) {
        return new Refusal(reason, detail, publicDetail, oneWay, getCause());
    }

    /** The long form, for the log and the admin face. */
    public String detail() {
        return detail;
    }

    /** The short form, for a remote client. */
    public String publicDetail() {
        return publicDetail;
    }

    /** Anything that went wrong as a refusal: itself, or {@link RefusalReason#INTERNAL}. */
    public static Refusal of(Throwable failure) {
        return failure instanceof Refusal refusal
                ? refusal
                : new Refusal(
                        RefusalReason.INTERNAL,
                        failure.getClass().getSimpleName() + ": " + failure.getMessage(),
                        failure);
    }
}
