package opencmg.client.setup;

/** A step of the installation failed. */
public final class SetupFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String hop;
    private final ErrorCode code;
    private final int status;

    SetupFailedException(String hop, ErrorCode code, String message) {
        this(hop, code, 0, message);
    }

    /** @param status HTTP status of the response that caused the failure; 0 for none */
    SetupFailedException(String hop, ErrorCode code, int status, String message) {
        super(message);
        this.hop = hop;
        this.code = code;
        this.status = status;
    }

    /** {@code client}, {@code gateway}, {@code tunnel}, {@code connection-point} or {@code upstream}. */
    public String hop() {
        return hop;
    }

    /** The code that the product would report. */
    public ErrorCode code() {
        return code;
    }

    /** Whether the credential was refused, so that another credential may succeed. */
    boolean isCredentialRefused() {
        return status == 401;
    }

    /** Whether the same request may succeed later. */
    boolean isTransient() {
        return switch (code) {
            case CANNOT_CONNECT, TIMEOUT, BROKEN -> true;
            case BAD_HTTP_STATUS -> status == 502 || status == 503 || status == 504;
            default -> false;
        };
    }
}
