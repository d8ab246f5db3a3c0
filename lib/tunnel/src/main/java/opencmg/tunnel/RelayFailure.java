package opencmg.tunnel;

/** A request without a response, or a response that broke off: what happened, on which hop, and whether a retry is safe. */
public final class RelayFailure extends RuntimeException {

    private final FailureReason reason;
    private final String detail;

    public RelayFailure(FailureReason reason, String detail) {
        super(reason.code() + " (" + reason.hop() + "): " + detail, null, false, false); // expected: no stack trace
        this.reason = reason;
        this.detail = detail;
    }

    public FailureReason reason() {
        return reason;
    }

    /** One sentence for operators: address, phase, cause. */
    public String detail() {
        return detail;
    }
}
