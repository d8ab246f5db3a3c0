package opencmg.lab.ccmsetup;

/** A step of the installation failed. */
public final class SetupFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String hop;
    private final ErrorCode code;

    SetupFailed(String hop, ErrorCode code, String message) {
        super(message);
        this.hop = hop;
        this.code = code;
    }

    /** {@code client}, {@code gateway}, {@code tunnel}, {@code connection-point} or {@code upstream}. */
    public String hop() {
        return hop;
    }

    /** What the product would have reported. */
    public ErrorCode code() {
        return code;
    }
}
